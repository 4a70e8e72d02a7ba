"""Pages of councils, and choosing the council that one acts for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalogue.models import Stage
from councils.models import Council, Membership, Role, Sharing
from tests.cast import Cast
from tests.factories import make_use_case

AsUser = Callable[[Any], Client]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_list_names_every_council_by_how_it_belongs(
    cast: Cast, as_user: AsUser
) -> None:
    page = text(as_user(cast.stranger), "/councils/")
    members, associates = page.index("Members"), page.index("Associates")
    assert members < page.index("Northford", members) < associates
    assert page.index("Eastmoor", associates) > associates


def test_the_list_leads_from_each_figure_to_its_entries(
    cast: Cast, as_user: AsUser
) -> None:
    make_use_case(cast.lead, stage=Stage.PILOT, sharing=Sharing.REGION)
    link = "/use-cases/?stage=pilot&amp;council=northford"
    assert link in text(as_user(cast.neighbour), "/councils/")
    assert link not in text(as_user(cast.stranger), "/councils/")


def test_the_list_counts_as_the_pages_of_the_councils_do(
    cast: Cast, as_user: AsUser
) -> None:
    shared: dict[str, Any] = {"sharing": Sharing.REGION}
    make_use_case(cast.neighbour, stage=Stage.SCALE, partners=["northford"], **shared)
    source = {"source_url": "https://westmere.example/papers"}
    make_use_case(cast.neighbour, stage=Stage.NOT_STATED, **source, **shared)
    reader = as_user(cast.associate)
    page = text(reader, "/councils/")
    for figure in ("scale&amp;council=northford", "not_stated&amp;council=westmere"):
        link = f'href="/use-cases/?stage={figure}">1<'
        assert link in page
    assert "with no stage stated in Westmere" in page
    assert page.count("Stage not stated") == page.count('<th scope="col">Kind</th>')


def test_the_page_opens_with_three_figures(cast: Cast, as_user: AsUser) -> None:
    for stage in (Stage.SCAN, Stage.PILOT, Stage.SCALE):
        make_use_case(cast.lead, stage=stage, sharing=Sharing.REGION)
    page = text(as_user(cast.neighbour), "/councils/northford/")
    for stage in ("scan", "pilot", "scale"):
        assert f"/use-cases/?stage={stage}&amp;council=northford" in page
    assert page.index("Scale: rolled out") < page.index("Pilot: being piloted")


def test_entries_that_one_may_not_see_are_neither_shown_nor_counted(
    cast: Cast, as_user: AsUser
) -> None:
    hidden = make_use_case(cast.lead, sharing=Sharing.OWN)
    assert hidden.title in text(as_user(cast.reader), "/councils/northford/")
    for person in (cast.neighbour, cast.stranger):
        page = text(as_user(person), "/councils/northford/")
        assert hidden.title not in page
        assert "Nothing that you can see" in page


def test_a_partners_page_shows_the_entry_too(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION, partners=["westmere"])
    assert entry.title in text(as_user(cast.associate), "/councils/westmere/")


def test_mailboxes_are_for_everybody_and_stewards_for_members(
    cast: Cast, as_user: AsUser
) -> None:
    make_use_case(cast.lead, sharing=Sharing.PUBLIC, contact="notes@northford.example")
    page = text(as_user(cast.stranger), "/councils/northford/")
    assert "mailto:ai-team@northford.example" in page
    assert "mailto:notes@northford.example" in page
    assert cast.lead.name not in page
    assert cast.lead.name in text(as_user(cast.neighbour), "/councils/northford/")


def test_a_mailbox_of_a_hidden_entry_is_not_given(cast: Cast, as_user: AsUser) -> None:
    make_use_case(cast.lead, sharing=Sharing.OWN, contact="secret@northford.example")
    assert "secret@" not in text(as_user(cast.neighbour), "/councils/northford/")


def test_only_its_own_people_are_told_what_to_do_next(
    cast: Cast, as_user: AsUser
) -> None:
    draft = make_use_case(cast.lead)
    page = text(as_user(cast.lead), "/councils/northford/")
    assert "What to do next" in page
    assert (
        f'1 draft to finish: <a class="govuk-link" href="{draft.get_absolute_url()}'
        in page
    )
    assert "What to do next" not in text(
        as_user(cast.neighbour), "/councils/northford/"
    )


def test_a_council_without_entries_is_told_how_to_begin(
    cast: Cast, as_user: AsUser
) -> None:
    assert "A title is enough to begin" in text(
        as_user(cast.associate), "/councils/eastmoor/"
    )


def test_it_says_its_code_and_how_it_belongs(cast: Cast, as_user: AsUser) -> None:
    Council.objects.filter(pk=cast.eastmoor.pk).update(gss_code="E06000999")
    page = text(as_user(cast.stranger), "/councils/eastmoor/")
    assert "E06000999" in page
    assert "Council, associate" in page


def test_an_unknown_council_is_not_found(cast: Cast, as_user: AsUser) -> None:
    text(as_user(cast.lead), "/councils/nowhere/", 404)


def two_councils(cast: Cast) -> Any:
    Membership.objects.create(
        user=cast.lead, council=cast.westmere, role=Role.DIGITAL_LEAD
    )
    return cast.lead


def test_one_acts_for_the_council_that_one_chose(cast: Cast, as_user: AsUser) -> None:
    client = as_user(two_councils(cast))
    assert "Northford Council" in text(client, "/")
    answer = client.post("/act-for/", {"council": "westmere", "next": "/board/"})
    assert answer.headers["Location"] == "/board/"
    assert "Westmere Council" in text(client, "/")


@pytest.mark.parametrize("slug", ["westmere", "nowhere", ""])
def test_nobody_acts_for_a_council_of_others(
    cast: Cast, as_user: AsUser, slug: str
) -> None:
    client = as_user(cast.lead)
    assert client.post("/act-for/", {"council": slug}).status_code == 403
    assert "Northford Council" in text(client, "/")


def test_choosing_never_leads_to_another_site(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.lead).post(
        "/act-for/", {"council": "northford", "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_choosing_takes_a_post(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.lead).get("/act-for/").status_code == 405
