"""A link gives one named outsider the current file, until it ends or is closed."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.utils import timezone

from councils.machines import Refused, decide, machine_named
from councils.models import Sharing
from resources.models import Download, Resource, ShareLink
from resources.share_links import make_link, revoke_link
from tests.cast import Cast, make_cast
from tests.resources.shelf import make_resource, shared_file, upload

AsUser = Callable[[Any], Client]
pytestmark = pytest.mark.usefixtures("demonstration")
NINO = "QQ123456C".replace("QQ", "AB")


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, Resource]:
    cast = make_cast()
    with override_settings(DEMONSTRATION=True):
        return cast, shared_file(cast.lead, Sharing.OWN)


@pytest.fixture
def cast(db: None, built: tuple[Cast, Resource]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def made(db: None, built: tuple[Cast, Resource]) -> Resource:
    return deepcopy(built[1])


@pytest.fixture
def outsider(cast: Cast, as_user: AsUser) -> Client:
    return as_user(cast.stranger)


def link_for(made: Resource, by: Any) -> tuple[str, ShareLink]:
    secret, link = make_link(made, whom="Ann of the NHS", days=7, by=by)
    return f"/shared/{secret}/", link


def test_it_follows_the_current_version_and_is_logged(
    cast: Cast, made: Resource, outsider: Client
) -> None:
    url, link = link_for(made, cast.lead)
    page = outsider.get(url).content.decode()
    assert made.title in page
    assert b"".join(outsider.get(f"{url}file/").streaming_content) == b"Begin small."
    upload(made, cast.lead, b"Newer.")
    assert b"".join(outsider.get(f"{url}file/").streaming_content) == b"Newer."
    assert Download.objects.filter(link=link, by=None).count() == 2


def test_it_gives_that_file_and_nothing_else(
    cast: Cast, made: Resource, outsider: Client
) -> None:
    url, _ = link_for(made, cast.lead)
    outsider.get(url)
    assert outsider.get(made.get_absolute_url()).status_code == 404
    assert outsider.get(f"/resources/{made.key}/download/").status_code == 404


def test_a_closed_or_ended_link_gives_nothing(
    cast: Cast, made: Resource, outsider: Client
) -> None:
    url, link = link_for(made, cast.lead)
    other, ended = link_for(made, cast.lead)
    revoke_link(link, by=cast.lead)
    past = timezone.now() - timedelta(days=8)
    ShareLink.objects.filter(pk=ended.pk).update(
        made_at=past, expires_at=past + timedelta(days=7)
    )
    for gone in (url, other, "/shared/guessed/"):
        assert outsider.get(gone).status_code == 404
        assert outsider.get(f"{gone}file/").status_code == 404


def test_a_withdrawn_resource_closes_its_links(
    cast: Cast, made: Resource, outsider: Client
) -> None:
    url, _ = link_for(made, cast.lead)
    machine = machine_named("publishing")
    decide(made, machine, "withdraw", by=cast.lead, reason="Wrong file")
    assert outsider.get(f"{url}file/").status_code == 404


def test_a_finding_in_the_newest_file_closes_it_until_let_through(
    cast: Cast, made: Resource, outsider: Client
) -> None:
    url, _ = link_for(made, cast.lead)
    upload(made, cast.lead, f"His number is {NINO}.".encode())
    assert Resource.objects.get(pk=made.pk).current_version == 2
    assert outsider.get(f"{url}file/").status_code == 404


def test_only_who_may_share_makes_one(cast: Cast, made: Resource) -> None:
    for part in (cast.contributor, cast.neighbour, cast.moderator):
        with pytest.raises(PermissionDenied):
            link_for(made, part)


def test_a_draft_has_none(cast: Cast) -> None:
    draft = make_resource(cast.lead)
    upload(draft, cast.lead)
    with pytest.raises(Refused, match="Publish"):
        link_for(draft, cast.lead)


def test_the_secret_is_kept_nowhere_and_shown_once(
    cast: Cast, made: Resource, as_user: AsUser
) -> None:
    client = as_user(cast.lead)
    url = f"/resources/{made.key}/links/"
    page = client.post(url, {"whom": "Ann", "days": "7"}).content.decode()
    secret = page.split("/shared/")[1].split("/")[0]
    assert secret not in client.get(url).content.decode()
    link = ShareLink.objects.get()
    assert secret not in link.digest
    client.post(f"{url}{link.pk}/revoke/")
    link.refresh_from_db()
    assert link.revoked_by == cast.lead
