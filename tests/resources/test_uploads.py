"""A file goes from received to ready or refused, whatever happens on the way."""

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase
from django.utils import timezone

from councils.findings import Sensitive
from councils.machines import Refused
from councils.models import Council, Notice, RecordVersion, ScreeningOverride, Sharing
from resources.actions import choose_version, let_version_through, strip_version
from resources.inspection.notes import CUT
from resources.models import Resource, ResourceVersion, VersionState
from resources.tasks import STANDS_AFTER, resume
from resources.uploads import STEPS, advance, refuse
from tests.cast import Cast
from tests.factories import share
from tests.resources import files
from tests.resources.filed import give_file
from tests.resources.shelf import (
    make_resource,
    receive,
    shared_file,
    upload,
    worked_on,
)

PAGES = {"page 1": "Begin small."}
NINO = "QQ123456C".replace("QQ", "AB")


def current(resource: Resource) -> int | None:
    return Resource.objects.get(pk=resource.pk).current_version


def test_a_good_file_becomes_the_current_version(cast: Cast) -> None:
    made = make_resource(cast.lead)
    content = files.pdf("First.", "Second.", author="Ann Example")
    version = upload(made, cast.lead, content, "Plan.pdf", "The first one")
    assert version.state == VersionState.READY
    assert (version.number, version.detected_type, version.page_count) == (1, "pdf", 2)
    assert version.hidden == ["author"]
    assert default_storage.open(version.key).read() == content
    places = list(version.pages.values_list("place", "text", "is_hidden"))
    assert ("page 2", "Second.", False) in places
    assert all(hidden for place, _, hidden in places if place == "file properties")
    assert version.picture
    assert current(made) == 1


def test_history_tells_of_the_version(cast: Cast) -> None:
    made = make_resource(cast.lead)
    upload(made, cast.lead, note="With measures")
    last = RecordVersion.objects.filter(record=made.pk).latest("number")
    assert last.snapshot["current_version"] == 1
    assert last.change_set.reason == "With measures"
    assert last.change_set.by == cast.lead


def test_what_a_reader_cannot_see_at_once_is_marked(cast: Cast) -> None:
    made = make_resource(cast.lead)
    version = upload(made, cast.lead, files.pdf("Seen.", author="Ann"), "a.pdf")
    hidden = dict(version.pages.values_list("place", "is_hidden"))
    assert hidden["page 1"] is False


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7 nothing", "damaged"),
        ("a.txt", b"nul \0 byte", ""),
        ("a.docx", b"PK\x03\x04 cut", ""),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_goes(
    cast: Cast, name: str, content: bytes, words: str
) -> None:
    made = make_resource(cast.lead)
    version = upload(made, cast.lead, content, name)
    assert version.state == VersionState.REFUSED
    assert version.state_reason.endswith(".")
    assert version.key == ""
    assert not default_storage.exists(f"quarantine/{version.pk}")
    assert current(made) is None


def test_whoever_uploaded_a_refused_file_is_told_why(cast: Cast) -> None:
    made = make_resource(cast.lead, "Plan")
    version = upload(made, cast.contributor, b"%PDF-1.7 nothing", "a.pdf")
    notice = Notice.objects.get(cause="resource.refused")
    assert notice.person == cast.contributor
    assert "a.pdf" in notice.body
    assert version.state_reason in notice.body
    assert notice.link == f"/resources/{made.key}/versions/"
    refuse(version, "Again.")
    assert Notice.objects.filter(cause="resource.refused").count() == 1


def test_a_refusal_reaches_who_keeps_it_where_the_uploader_has_left(cast: Cast) -> None:
    made = make_resource(cast.lead, "Plan", steward=cast.lead.pk)
    version = receive(made, cast.contributor, b"%PDF-1.7 nothing", "a.pdf")
    cast.contributor.memberships.update(ended_at=timezone.now())
    worked_on(version)
    told = Notice.objects.filter(cause="resource.refused")
    assert [notice.person for notice in told] == [cast.lead]


@pytest.mark.parametrize("name", ["run.exe", "page.html", "macro.docm", "noextension"])
def test_a_type_that_is_not_taken_is_refused_at_the_door(cast: Cast, name: str) -> None:
    made = make_resource(cast.lead)
    with pytest.raises(Refused):
        receive(made, cast.lead, name=name)
    assert not ResourceVersion.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("a\u202etxt.exe.txt", "atxt.exe.txt"),
        ("x" * 400 + ".txt", "x" * 146 + ".txt"),
    ],
)
def test_a_hostile_name_is_made_safe(cast: Cast, given: str, kept: str) -> None:
    version = upload(make_resource(cast.lead), cast.lead, name=given)
    assert version.name == kept
    assert version.key == f"files/{version.pk}"


def test_an_empty_file_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="empty"):
        receive(make_resource(cast.lead), cast.lead, b"")


@pytest.mark.parametrize("cut", list(STEPS))
@pytest.mark.parametrize("is_done", [True, False])
def test_a_worker_killed_at_a_step_is_made_up_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, cut: VersionState, is_done: bool
) -> None:
    made = make_resource(cast.lead)
    version = receive(made, cast.lead, files.pdf("One."), "a.pdf")
    step = STEPS[cut]

    class Killed(BaseException):
        pass

    def dying(given: ResourceVersion) -> None:
        if is_done:
            step(given)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setitem(STEPS, cut, dying)
        with pytest.raises(Killed), TestCase.captureOnCommitCallbacks(execute=True):
            advance(version.pk)
    after = worked_on(version)
    assert after.state == VersionState.READY
    assert after.pages.count() == 1
    assert current(made) == 1
    assert not default_storage.exists(f"quarantine/{version.pk}")


def test_a_file_that_kills_every_worker_is_refused_in_the_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = receive(make_resource(cast.lead), cast.lead)

    class Killed(BaseException):
        pass

    def dying(given: ResourceVersion) -> None:
        raise Killed

    monkeypatch.setitem(STEPS, VersionState.EXTRACTING, dying)
    for _ in range(5):
        with pytest.raises(Killed):
            advance(version.pk)
    assert advance(version.pk).state == VersionState.REFUSED


def test_a_file_that_is_gone_is_refused(cast: Cast) -> None:
    version = receive(make_resource(cast.lead), cast.lead)
    default_storage.delete(version.key)
    assert "Upload it again" in advance(version.pk).state_reason


def test_what_stands_is_taken_up_again(cast: Cast) -> None:
    version = receive(make_resource(cast.lead), cast.lead)
    assert resume() == 0
    ResourceVersion.objects.update(state_at=version.at - 2 * STANDS_AFTER)
    assert resume() == 1


def test_a_silent_scanner_is_waited_for(cast: Cast, settings: object) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # type: ignore[attr-defined]
    version = upload(make_resource(cast.lead), cast.lead)
    assert version.state == VersionState.SCANNING
    assert "did not answer" in version.state_reason
    ResourceVersion.objects.update(at="2026-01-01T00:00Z")
    assert advance(version.pk).state == VersionState.REFUSED


def test_an_unscanned_file_is_shared_by_a_demonstration_alone(
    cast: Cast, settings: object
) -> None:
    made = make_resource(cast.lead)
    upload(made, cast.lead)
    with pytest.raises(Refused, match="not scanned"):
        share(made, cast.lead, Sharing.REGION)
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    shared_file(cast.lead)


@pytest.mark.usefixtures("demonstration")
def test_what_screening_finds_keeps_a_file_from_readers(cast: Cast) -> None:
    made = shared_file(cast.lead)
    version = upload(made, cast.lead, f"His number is {NINO}.".encode())
    assert version.state == VersionState.READY
    assert current(made) == 1
    assert version.findings[0]["place"] == "text"
    assert NINO not in str(version.findings)
    with pytest.raises(Sensitive):
        choose_version(version, by=cast.lead)
    let_version_through(version, by=cast.lead, reason="A made-up number")
    assert current(made) == 2
    assert ScreeningOverride.objects.get().field == "current_version"


@pytest.mark.usefixtures("demonstration")
def test_a_draft_with_a_finding_cannot_be_shared(cast: Cast) -> None:
    made = make_resource(cast.lead)
    upload(made, cast.lead, f"His number is {NINO}.".encode())
    assert current(made) == 1
    with pytest.raises(Refused, match="National Insurance"):
        share(made, cast.lead, Sharing.REGION)


@pytest.mark.usefixtures("demonstration")
def test_what_was_not_screened_waits_for_an_approver(cast: Cast) -> None:
    """A document too long to be read whole may hold anything at its end."""
    made = shared_file(cast.lead)
    version = give_file(made, cast.lead, PAGES, current=False, remarks=[CUT])
    with pytest.raises(Sensitive, match="Only the first 5 million characters"):
        choose_version(version, by=cast.lead)
    let_version_through(version, by=cast.lead, reason="Looked through it to its end")
    assert current(made) == 2


@pytest.mark.usefixtures("demonstration")
def test_where_edits_wait_an_approver_gives_out_the_version(cast: Cast) -> None:
    made = shared_file(cast.lead)
    Council.objects.filter(pk=cast.northford.pk).update(reviews_edits=True)
    version = upload(made, cast.contributor)
    assert current(made) == 1
    assert Notice.objects.filter(
        person=cast.moderator, cause="resource.version"
    ).exists()
    choose_version(version, by=cast.moderator)
    assert current(made) == 2


@pytest.mark.usefixtures("demonstration")
def test_letting_through_does_not_pass_over_whoever_approves(cast: Cast) -> None:
    made = shared_file(cast.lead)
    Council.objects.filter(pk=cast.northford.pk).update(reviews_edits=True)
    version = upload(made, cast.contributor, f"His number is {NINO}.".encode())
    let_version_through(version, by=cast.lead, reason="A made-up number")
    assert current(made) == 1
    choose_version(version, by=cast.moderator)
    assert current(made) == 2


@pytest.mark.usefixtures("demonstration")
def test_an_older_version_can_be_chosen_again(cast: Cast) -> None:
    made = make_resource(cast.lead)
    first = upload(made, cast.lead)
    upload(made, cast.lead, b"Other words.")
    assert current(made) == 2
    choose_version(first, by=cast.lead)
    assert current(made) == 1


def test_stripping_makes_the_next_version(cast: Cast) -> None:
    made = make_resource(cast.lead)
    content = files.pdf("One.", author="Ann Example")
    version = upload(made, cast.lead, content, "a.pdf")
    stripped = advance(strip_version(version, by=cast.lead).pk)
    assert (stripped.number, stripped.hidden) == (2, [])
    assert current(made) == 2
    with pytest.raises(Refused, match="nothing to strip"):
        strip_version(stripped, by=cast.lead)
