"""A hidden record leaks through no channel, and each channel is proved to carry it.

Every channel first shows the marker to an entitled reader; then it must not show it to
a neighbour, nor to a stranger where strangers come. The last test takes `visible_to`
away and sees each channel's case go red, so that no case here can be one that never
fails.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from catalogue.models import Product, Supplier, UseCase
from councils.models import RecordVersion, Report, Sharing, Wrong
from councils.models.record import RecordQuerySet
from councils.models.search import SearchEntryQuerySet
from councils.reports import report_problem
from resources.models import Resource
from resources.uses import attach_resource
from tests.cast import Cast, make_cast
from tests.factories import edit, make_product, make_supplier, make_use_case
from tests.resources.shelf import make_resource, upload

MARKER = "Zorblaxian"
WORD = "zorblaxian"


@dataclass(frozen=True)
class World:
    """A hidden entry of Northford on a product that everyone may see."""

    hidden: UseCase
    product: Product
    supplier: Supplier
    problem: Report
    paper: Resource
    open_case: UseCase
    open_paper: Resource


def build_world(cast: Cast) -> World:
    from catalogue.actions import confirm_shared

    supplier = make_supplier(cast.lead, "Harbour Speech")
    product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
    confirm_shared(product, by=cast.moderator)
    hidden = make_use_case(
        cast.lead,
        f"{MARKER} minutes drafted for committees",
        product=product.key,
        ai_types=["simulation"],
        collaboration=["offers_help"],
    )
    edit(hidden, cast.lead, reason=f"{MARKER} reason", result=f"{MARKER} result")
    make_use_case(cast.neighbour, "Ordinary minutes", sharing=Sharing.PUBLIC)
    problem = report_problem(hidden, wrong=Wrong.OLD, words="Over.", by=cast.reader)
    paper = hidden_paper(cast)
    open_case = make_use_case(cast.lead, "Open case", sharing=Sharing.PUBLIC)
    attach_resource(paper, open_case, by=cast.lead)
    open_paper = make_resource(cast.lead, "Open paper", sharing=Sharing.PUBLIC)
    attach_resource(open_paper, hidden, by=cast.lead)
    return World(hidden, product, supplier, problem, paper, open_case, open_paper)


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, World]:
    """Everything that the tests of this module start from."""
    cast = make_cast()
    return cast, build_world(cast)


@pytest.fixture
def cast(db: None, built: tuple[Cast, World]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def world(built: tuple[Cast, World]) -> World:
    return deepcopy(built[1])


def hidden_paper(cast: Cast) -> Resource:
    """A draft resource of Northford with two files."""
    paper = make_resource(
        cast.lead,
        f"{MARKER} playbook",
        body=f"{MARKER} words.",
        tags=[f"{WORD} tag"],
        resource_type="evaluation",
    )
    for words in ("minutes", "notes"):
        upload(paper, cast.lead, f"{MARKER} {words}.".encode(), f"{MARKER}.txt")
    return paper


Channel = Callable[[Client, World], str]


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def own_page(name: str, *rest: str) -> Channel:
    def read(client: Client, world: World) -> str:
        return text_of(client, reverse(name, args=[world.hidden.key, *rest]))

    return read


def address(url: str) -> Channel:
    return lambda client, world: text_of(client, url)


def paper_page(name: str, *rest: str) -> Channel:
    def read(client: Client, world: World) -> str:
        name_ = f"resources:resource_{name}"
        return text_of(client, reverse(name_, args=[world.paper.key, *rest]))

    return read


def change_set_page(client: Client, world: World) -> str:
    version = RecordVersion.objects.filter(record=world.hidden.pk).first()
    assert version is not None
    return text_of(client, reverse("councils:change_set", args=[version.change_set_id]))


def total_in_json(client: Client, world: World) -> str:
    count = client.get("/use-cases.json?q=minutes")
    return MARKER if '"count": 2' in b"".join(count.streaming_content).decode() else ""


def facet_option(client: Client, world: World) -> str:
    """The type of AI that only the hidden entry has, offered as a filter."""
    page = text_of(client, "/use-cases/")
    return MARKER if 'value="simulation"' in page else ""


def suggestion(client: Client, world: World) -> str:
    page = text_of(client, "/use-cases/?q=zorblaxain")
    return MARKER if WORD in page.lower() else ""


def similar(client: Client, world: World) -> str:
    answer = client.post(
        "/use-cases/new/", {"title": f"{MARKER} minutes drafted", "stage": "scan"}
    )
    text = answer.content.decode()
    return MARKER if f"{MARKER} minutes drafted for committees" in text else ""


def product_page(client: Client, world: World) -> str:
    return text_of(
        client, reverse("catalogue:product_detail", args=[world.product.key])
    )


def supplier_page(client: Client, world: World) -> str:
    url = reverse("catalogue:supplier_detail", args=[world.supplier.key])
    return text_of(client, url)


def problem_page(client: Client, world: World) -> str:
    return text_of(client, reverse("councils:problem_answer", args=[world.problem.pk]))


def followed_problem(client: Client, world: World) -> str:
    return text_of(client, world.problem.get_absolute_url())


def board_cell(client: Client, world: World) -> str:
    return MARKER if world.hidden.key in text_of(client, "/board/") else ""


def resource_facet(client: Client, world: World) -> str:
    """The type that only the hidden resource has, offered as a filter."""
    page = text_of(client, "/resources/")
    return MARKER if 'value="evaluation"' in page else ""


def resource_tag(client: Client, world: World) -> str:
    return MARKER if f"{WORD} tag" in text_of(client, "/resources/") else ""


def resource_suggestion(client: Client, world: World) -> str:
    page = text_of(client, "/resources/?q=zorblaxain")
    return MARKER if WORD in page.lower() else ""


def search_suggestion(client: Client, world: World) -> str:
    page = text_of(client, "/search/?q=zorblaxain")
    return MARKER if WORD in page.lower() else ""


def search_count(client: Client, world: World) -> str:
    """The group of use cases counts the hidden one and the ordinary one."""
    page = text_of(client, "/search/?q=minutes")
    return MARKER if "2 use cases" in page else ""


def snippet_in_file(client: Client, world: World) -> str:
    page = text_of(client, "/resources/?q=notes")
    return MARKER if "In the file" in page else ""


def documents_of_case(client: Client, world: World) -> str:
    name = "resources:use_case_documents"
    return text_of(client, reverse(name, args=[world.open_case.key]))


def where_used(client: Client, world: World) -> str:
    return text_of(client, world.open_paper.get_absolute_url())


CHANNELS: dict[str, Channel] = {
    "resources": address("/resources/"),
    "resources as csv": address("/resources.csv"),
    "resources as json": address("/resources.json"),
    "words in a file": address("/resources/?q=notes"),
    "snippet of a file": snippet_in_file,
    "type of resource": resource_facet,
    "tag": resource_tag,
    "suggestion of a resource": resource_suggestion,
    "search of use cases": address("/search/?q=committees"),
    "search in files": address("/search/?q=notes"),
    "count in search": search_count,
    "suggestion in search": search_suggestion,
    "documents": documents_of_case,
    "where it is used": where_used,
    "page": own_page("catalogue:use_case_detail"),
    "list": address("/use-cases/"),
    "dense table": address("/use-cases/?view=table&column=result"),
    "csv": address("/use-cases.csv"),
    "json": address("/use-cases.json"),
    "search": address("/use-cases/?q=committees"),
    "count": total_in_json,
    "facet": facet_option,
    "suggestion": suggestion,
    "similar entries": similar,
    "board": board_cell,
    "product page": product_page,
    "supplier page": supplier_page,
    "council page": address("/councils/northford/"),
    "history": own_page("catalogue:use_case_history"),
    "compare": own_page("catalogue:use_case_compare", "1", "latest"),
    "task list": own_page("catalogue:use_case_tasks"),
    "change set": change_set_page,
    "home": address("/"),
    "reporting a problem": own_page("catalogue:use_case_report"),
    "reported problems": address("/problems/"),
    "a reported problem": problem_page,
    "what became of a problem": followed_problem,
    "resource": paper_page("detail"),
    "versions": paper_page("versions"),
    "download": paper_page("download"),
    "file of a version": paper_page("version_file", "1"),
    "two files compared": paper_page("version_compare", "1", "2"),
    "history of a resource": paper_page("history"),
    "report about a resource": paper_page("report"),
}
FOR_STRANGERS = [
    "resources",
    "resources as csv",
    "resources as json",
    "words in a file",
    "snippet of a file",
    "type of resource",
    "tag",
    "suggestion of a resource",
    "search of use cases",
    "search in files",
    "count in search",
    "suggestion in search",
    "documents",
    "where it is used",
    "page",
    "list",
    "dense table",
    "csv",
    "json",
    "search",
    "count",
    "facet",
    "suggestion",
    "product page",
    "supplier page",
    "council page",
    "home",
    "reporting a problem",
    "what became of a problem",
    "resource",
    "versions",
    "download",
    "file of a version",
    "two files compared",
    "report about a resource",
]


@pytest.mark.parametrize("channel", CHANNELS)
def test_an_entitled_reader_finds_it(
    cast: Cast, world: World, as_user: Callable[[Any], Client], channel: str
) -> None:
    assert MARKER in CHANNELS[channel](as_user(cast.lead), world)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_neighbour_does_not(
    cast: Cast, world: World, as_user: Callable[[Any], Client], channel: str
) -> None:
    assert MARKER not in CHANNELS[channel](as_user(cast.neighbour), world)


@pytest.mark.parametrize("channel", FOR_STRANGERS)
def test_a_stranger_does_not(
    cast: Cast, world: World, as_user: Callable[[Any], Client], channel: str
) -> None:
    assert MARKER not in CHANNELS[channel](as_user(cast.stranger), world)


REFUSED = ("/use-cases/{key}/edit/about/", "/use-cases/{key}/decide/stage/to_pilot/")


@pytest.mark.parametrize("part", ["admin", "region_admin"])
@pytest.mark.parametrize("path", ["/audit/", "/audit.csv"])
def test_the_audit_log_holds_no_word_of_a_record(
    cast: Cast,
    world: World,
    as_user: Callable[[Any], Client],
    part: str,
    path: str,
) -> None:
    for refused in REFUSED:
        answer = as_user(cast.reader).get(refused.format(key=world.hidden.key))
        assert answer.status_code == 403
    as_user(cast.lead).get(f"/use-cases.csv?q={MARKER}")
    log = text_of(as_user(cast.person(part)), path)
    assert world.hidden.key in log
    assert "/use-cases.csv" in log
    assert MARKER not in log


@pytest.mark.parametrize("model", ["usecase", "recordversion", "decision", "changeset"])
def test_the_back_office_does_not(
    cast: Cast, world: World, as_user: Callable[[Any], Client], model: str
) -> None:
    app = "catalogue" if model == "usecase" else "councils"
    page = as_user(cast.region_admin).get(reverse(f"admin:{app}_{model}_changelist"))
    assert page.status_code == 200
    assert MARKER not in page.content.decode()


UNGUARDED_BY_THE_DOOR = {
    "task list",
    "home",
    "reported problems",
    "a reported problem",
}
"""These also ask for a role, or list one's own council alone."""


@pytest.mark.parametrize("channel", sorted(set(CHANNELS) - UNGUARDED_BY_THE_DOOR))
def test_without_the_door_the_case_would_go_red(
    cast: Cast,
    world: World,
    as_user: Callable[[Any], Client],
    monkeypatch: pytest.MonkeyPatch,
    channel: str,
) -> None:
    for rows in (SearchEntryQuerySet, RecordQuerySet):
        monkeypatch.setattr(rows, "visible_to", lambda self, reader: self)
    for rule, answer in (
        ("readable_versions._readable", Q()),
        ("history.is_readable", 1),
    ):
        monkeypatch.setattr(
            f"councils.{rule}", lambda record, reader, answer=answer: answer
        )
    assert MARKER in CHANNELS[channel](as_user(cast.neighbour), world)


WALKED = {
    "home",
    "board",
    "list",
    "csv",
    "json",
    "detail",
    "create",
    "tasks",
    "edit",
    "history",
    "compare",
    "report",
    "review",
    "screening",
    "council_detail",
    "change_set",
    "problem",
    "problem_answer",
    "problems",
    "proposal",
    "review_list",
    "hold_list",
    "audit_log",
    "audit_csv",
    "search",
    "versions",
    "version_file",
    "version_compare",
    "download",
    "documents",
    "adapt",
    "news",
    "useful",
    "feedback",
    "collection_list",
    "collection_detail",
}
"""Pages that show words of records: the leak tests of entries, holds or reviews go
there. The pages that every kind has are walked for use cases."""
SHOWS_NO_RECORD = {
    "decide": "the title alone, behind `visible_record`; the access table walks it",
    "confirm": "answers with an address",
    "hold": "as the section it holds back; tests of holds walk it",
    "held": "the same",
    "moderate": "products and suppliers are seen by every member",
    "council_list": "councils alone",
    "council_review": "a council's choices; the titles of its own to its admin",
    "act_for": "answers with an address",
    "invite": "people alone",
    "people": "people alone",
    "person": "its own council's entries that somebody keeps, to its admin",
    "person_act": "people alone",
    "resend_invitation": "answers with an address",
    "revoke_invitation": "answers with an address",
    "accept_invitation": "a council's name alone",
    "my_account": "one's own account",
    "edit_account": "one's own account",
    "end_sessions": "answers with an address",
    "my_data": "what one did oneself",
    "data_standard": "declarations alone",
    "review_explained": "no data",
    "accessibility": "no data",
    "privacy": "no data",
    "contact": "mailboxes of councils",
    "healthz": "no data",
    "version_add": "behind `visible_record`; the access table walks it",
    "version_state": "a word; the access table walks it",
    "version_picture": "as the file; the access table walks it",
    "version_compare_chosen": "answers with an address",
    "version_choose": "answers with an address",
    "version_strip": "answers with an address",
    "version_let_through": "its own council's approvers; the access table walks it",
    "links": "its own council's; the access table walks it",
    "link_revoke": "answers with an address",
    "shared": "who holds the link; tests of share links walk it",
    "shared_file": "the same",
    "document_attach": "answers with an address",
    "document_detach": "answers with an address",
    "collection_create": "moderators choose among what they see",
    "collection_edit": "the same; steps are shown through `visible_to`",
}


def test_every_address_is_walked_or_says_why_it_shows_no_record() -> None:
    from django.urls import get_resolver

    from councils.kinds import all_kinds
    from tests.test_access import BY_ALLAUTH, named_addresses

    kinds = tuple(f"{kind.code}_" for kind in all_kinds())
    pages = set()
    for name in named_addresses(get_resolver().url_patterns):
        if name.startswith("admin:") or name in BY_ALLAUTH:
            continue
        page = name.rpartition(":")[2]
        prefix = next((k for k in kinds if page.startswith(k)), "")
        pages.add(page.removeprefix(prefix))
    assert pages == WALKED | set(SHOWS_NO_RECORD)
