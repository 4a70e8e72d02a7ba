"""Home: what a stranger learns of the region, and what waits for a member."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.models import Stage, UseCase
from councils.changes import change_set
from councils.difference import lock
from councils.machines import decide, machine_named
from councils.models import Sharing, User
from councils.publishing import PUBLISHING
from portal.home import latest_changes, region_figures
from tests.cast import Cast, make_person
from tests.factories import edit, make_product, make_use_case, share_again
from tests.resources.shelf import copy_with_news, make_resource

AsUser = Callable[[Any], Client]


def text(client: Client, url: str = "/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def confirmed_days_ago(entry: UseCase, days: int, by: User) -> None:
    """As if it had last been confirmed then."""
    with change_set(by=by):
        locked = lock(entry)
        locked.verified_on = timezone.localdate() - timedelta(days=days)
        locked.save()


def test_a_stranger_learns_what_this_is_and_can_search(
    cast: Cast, as_user: AsUser
) -> None:
    page = text(as_user(cast.stranger))
    assert "See what the North East’s councils do with AI" in page
    assert 'class="portal-hero__search" action="/search/"' in page
    assert "Nothing is public yet" in page


def test_the_regions_figures_count_public_rows_for_a_stranger(cast: Cast) -> None:
    for sharing in (Sharing.OWN, Sharing.REGION, Sharing.PUBLIC):
        make_use_case(cast.lead, stage=Stage.PILOT, sharing=sharing)
    make_product(cast.lead)
    public = region_figures(cast.stranger)
    assert (public["total"], public["council_count"]) == (1, 1)
    assert public["product_count"] == 0
    region = region_figures(cast.neighbour)
    assert (region["total"], region["product_count"]) == (2, 1)
    assert region_figures(cast.lead)["total"] == 3


def test_every_figure_leads_to_a_list_of_that_length(
    cast: Cast, as_user: AsUser
) -> None:
    make_use_case(cast.lead, stage=Stage.SCALE, sharing=Sharing.PUBLIC)
    retired = make_use_case(cast.lead, stage=Stage.SCALE, sharing=Sharing.PUBLIC)
    decide(retired, machine_named("publishing"), "retire", by=cast.lead, reason="Done")
    client = as_user(cast.stranger)
    for figure in region_figures(cast.stranger)["figures"]:
        listed = client.get(figure.url.replace("/use-cases/", "/use-cases.json"))
        body = b"".join(listed.streaming_content).decode()  # type: ignore[attr-defined]
        assert f'"count": {figure.count}' in body


def test_the_newest_public_entries_are_shown(cast: Cast, as_user: AsUser) -> None:
    shown = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    hidden = make_use_case(cast.lead, sharing=Sharing.REGION)
    page = text(as_user(cast.stranger))
    assert shown.title in page
    assert hidden.title not in page


def test_somebody_without_a_council_sees_what_everyone_sees(
    cast: Cast, as_user: AsUser
) -> None:
    newcomer = make_person("newcomer", cast.northford)
    hidden = make_use_case(cast.lead, sharing=Sharing.REGION)
    page = text(as_user(newcomer))
    assert "You do not act for a council yet" in page
    assert hidden.title not in page


def test_a_member_sees_their_councils_stages_and_drafts(
    cast: Cast, as_user: AsUser
) -> None:
    draft = make_use_case(cast.lead)
    page = text(as_user(cast.lead))
    assert "Northford Council" in page
    assert "/use-cases/?stage=scan&amp;council=northford" in page
    assert draft.title in page.split("Drafts</h2>")[1]
    assert "Add a use case" in page
    assert "Add a use case" not in text(as_user(cast.reader))


def test_drafts_of_every_kind_are_listed_and_what_was_sent_back_first(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.contributor, "Sent back entry")
    resource = make_resource(cast.lead, title="Playbook that is a draft")
    decide(entry, PUBLISHING, "submit", by=cast.contributor)
    decide(entry, PUBLISHING, "return", by=cast.lead, reason="Say who uses it")
    page = text(as_user(cast.contributor))
    rail = page.split("Drafts</h2>")[1]
    assert rail.index(entry.title) < rail.index(resource.title)
    assert f'href="{resource.get_absolute_url()}">' in rail
    assert "Use case, sent back" in rail
    mend = f'href="{entry.get_absolute_url()}edit/">Sent back entry'
    assert mend in page.split("Sent back to your council")[1]
    assert "Sent back to your council" not in text(as_user(cast.reader))


def test_how_many_more_wait_to_be_confirmed_is_said(
    cast: Cast, as_user: AsUser
) -> None:
    for number in range(6):
        entry = make_use_case(cast.lead, f"Entry {number}", sharing=Sharing.REGION)
        confirmed_days_ago(entry, 100, cast.lead)
    assert "1 more follows as these are confirmed" in text(as_user(cast.lead))


@pytest.mark.parametrize(
    ("days", "words"),
    [(89, ""), (90, "Due to be confirmed"), (120, "Overdue to be confirmed")],
)
def test_what_was_not_confirmed_for_long_is_listed(
    cast: Cast, as_user: AsUser, days: int, words: str
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    confirmed_days_ago(entry, days, cast.lead)
    stale = text(as_user(cast.lead)).split('id="stale"')[1].split('id="missing"')[0]
    assert (entry.title in stale) == bool(words)
    assert words in stale


def test_a_lead_confirms_in_one_press_and_comes_back(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    confirmed_days_ago(entry, 200, cast.lead)
    address = f"/use-cases/{entry.key}/still-true/"
    assert address in text(as_user(cast.lead))
    assert address not in text(as_user(cast.reader))
    answer = as_user(cast.lead).post(address, {"next": "/"})
    assert answer.headers["Location"] == "/"
    assert UseCase.objects.get(pk=entry.pk).verified_on == timezone.localdate()


def test_another_councils_stale_entry_is_not_mine_to_confirm(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    confirmed_days_ago(entry, 200, cast.lead)
    make_use_case(cast.neighbour)
    assert "Nothing waits to be confirmed" in text(as_user(cast.neighbour))


def test_a_council_without_entries_is_told_how_to_begin(
    cast: Cast, as_user: AsUser
) -> None:
    assert "A title is enough to begin" in text(as_user(cast.associate))


def test_the_emptiest_entries_come_first(cast: Cast, as_user: AsUser) -> None:
    fuller = make_use_case(
        cast.lead, "A fuller entry", result="Quicker", challenge="Slow", solution="AI"
    )
    emptier = make_use_case(cast.lead, "An emptier entry")
    missing = text(as_user(cast.lead)).split('id="missing"')[1]
    assert missing.index(emptier.title) < missing.index(fuller.title)
    assert "Missing: one-line result" in missing


def test_what_changed_is_a_sentence_with_who_and_why(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit(entry, cast.lead, "A typo", result="Notes are ready sooner")
    page = text(as_user(cast.neighbour))
    assert f"{cast.lead.name} changed one-line result: “A typo”" in page


def test_an_entry_changes_once_however_often_it_was_edited(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    for number in range(3):
        edit(entry, cast.lead, result=f"Result {number}")
    assert len(latest_changes(cast.neighbour)) == 1


def test_one_change_of_several_entries_is_one_line_that_leads_to_it(
    cast: Cast, as_user: AsUser
) -> None:
    with change_set(by=cast.lead, reason="All of last year"):
        for number in range(3):
            make_use_case(cast.lead, f"Entry {number}")
    make_use_case(cast.lead, "Alone")
    told = latest_changes(cast.lead)
    assert [each.title for each in told] == ["Alone", "Entry 2"]
    assert told[0].others_url == ""
    client = as_user(cast.lead)
    link = f'href="{told[1].others_url}">and others in the same change'
    assert link in text(client)
    assert "Entry 0" in text(client, told[1].others_url)


def test_changes_of_hidden_entries_are_not_told(cast: Cast) -> None:
    make_use_case(cast.lead, sharing=Sharing.OWN)
    make_use_case(cast.lead)
    assert latest_changes(cast.neighbour) == []
    assert len(latest_changes(cast.lead)) == 2


def test_a_change_made_while_it_was_hidden_is_not_told(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit(entry, cast.lead, result="Seen by the region")
    decide(entry, machine_named("sharing"), "share_own", by=cast.lead)
    edit(entry, cast.lead, summary="Written for ourselves alone", reason="Secret")
    share_again(entry, cast.lead)
    told = latest_changes(cast.neighbour)
    assert [change.sentence for change in told] == [
        f"{cast.moderator.name} shared this use case"
    ]


def test_a_moderator_sees_what_waits_to_be_confirmed(
    cast: Cast, as_user: AsUser
) -> None:
    product = make_product(cast.lead)
    link = f"{product.get_absolute_url()}moderate/"
    assert link in text(as_user(cast.moderator))
    assert link not in text(as_user(cast.lead))


def test_news_of_an_original_wait_for_those_who_may_take_them(
    cast: Cast, as_user: AsUser
) -> None:
    copy_with_news(cast, "Our playbook")
    for person, waits in (
        (cast.contributor, True),
        (cast.reader, False),
        (cast.neighbour, False),
    ):
        page = text(as_user(person))
        assert ("Westmere changed the original" in page) is waits
        assert ("Our playbook" in page.split("Drafts</h2>")[0]) is waits


def test_it_costs_the_same_with_two_entries_as_with_twenty(
    cast: Cast, as_user: AsUser
) -> None:
    counted = []
    for more in (2, 18):
        for _ in range(more):
            entry = make_use_case(cast.lead, sharing=Sharing.REGION)
            confirmed_days_ago(entry, 200, cast.lead)
        client = as_user(cast.lead)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counted.append(len(captured))
    assert counted[0] == counted[1]
