"""One table of every address × the cast → status; a new address without a row fails.

404 where one may not know that a thing exists, 403 where one sees it but may not do
that, 302 where a stranger is asked to sign in.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from catalogue.models import Product, Supplier, UseCase
from councils.difference import Change
from councils.models import Proposal, Report, Sharing, User, Wrong
from councils.permissions import LABELS, ROLES_ALLOWED, Action
from councils.proposing import propose_edit
from councils.reports import report_problem
from resources.collections import make_collection
from resources.models import Resource
from tests.cast import PARTS, Cast, make_cast
from tests.factories import (
    hold,
    make_product,
    make_supplier,
    make_use_case,
    make_waiting,
)
from tests.resources.shelf import copy_with_news, make_resource, upload

HANDLE = "11111111-1111-4111-8111-111111111111"
"""The reader's, so that rows of the table can name it."""
NORTHFORD = ("reader", "contributor", "lead", "governance", "owner", "admin")
WRITERS = ("contributor", "lead", "admin")
REGION = ("moderator", "region_admin")
OUTSIDE = ("neighbour", "associate", *REGION)
GROUPS = {
    "members": tuple(part for part in PARTS if part != "stranger"),
    "northford": NORTHFORD,
    "writers": WRITERS,
    "all_writers": (*WRITERS, "neighbour", "associate"),
    "outside": OUTSIDE,
    "region": REGION,
}


def expected(**rules: int) -> dict[str, int]:
    """{part: status}; later rules override earlier ones; `everyone` names all."""
    table: dict[str, int] = {}
    for who, status in rules.items():
        parts = PARTS if who == "everyone" else GROUPS.get(who, (who,))
        table.update(dict.fromkeys(parts, status))
    assert set(table) == set(PARTS)
    return table


@dataclass(frozen=True)
class World:
    """What the rows of the table are about."""

    draft: UseCase
    shared: UseCase
    public: UseCase
    waiting: UseCase
    edit: Proposal
    product: Product
    supplier: Supplier
    problem: Report
    hidden_problem: Report
    paper: Resource
    draft_paper: Resource
    copy: Resource


@dataclass(frozen=True)
class Row:
    """One address, what it is about, and who gets which answer."""

    name: str
    about: str
    answers: dict[str, int]
    args: tuple[str, ...] = ()
    method: str = "get"
    data: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.about} {'/'.join(self.args)}".strip()

    def url(self, world: World) -> str:
        if not self.about:
            return reverse(self.name, args=self.args)
        thing = getattr(world, self.about)
        if isinstance(thing, Report):
            is_followed = self.name == "councils:problem"
            return reverse(self.name, args=[thing.token if is_followed else thing.pk])
        if isinstance(thing, Proposal):
            return reverse(self.name, args=[thing.pk, *self.args])
        return reverse(self.name, args=[thing.key, *self.args])


PUBLIC = expected(everyone=200)
SIGNED_IN = expected(everyone=200, stranger=302)
OWN_DRAFT = expected(everyone=404, northford=200)
OWN_DRAFT_HISTORY = expected(everyone=404, northford=200, stranger=302)
EDIT_DRAFT = expected(everyone=404, northford=403, writers=200, stranger=302)
EDIT_SHARED = expected(everyone=403, writers=200, region_admin=200, stranger=302)
LEAD_OF_DRAFT = expected(everyone=404, northford=403, lead=200, stranger=302)
LEAD_SHARED = expected(everyone=403, lead=200, stranger=302)
HOLD_SHARED = expected(everyone=403, lead=200, governance=200, stranger=302)
MODERATE = expected(everyone=403, region=200, stranger=302)

KEEPERS = expected(everyone=403, admin=200, region_admin=200, stranger=302)
NO_SUCH = expected(everyone=403, admin=404, region_admin=404, stranger=302)

UC = "catalogue:use_case"
TABLE = [
    Row("home", "", PUBLIC),
    Row("data_standard", "", PUBLIC),
    Row("review_explained", "", PUBLIC),
    Row("accessibility", "", PUBLIC),
    Row("privacy", "", PUBLIC),
    Row("contact", "", PUBLIC),
    Row("healthz", "", PUBLIC),
    Row("councils:council_list", "", PUBLIC),
    Row("councils:council_detail", "", PUBLIC, ("northford",)),
    Row(
        "councils:council_detail",
        "",
        expected(everyone=404),
        ("nowhere",),
    ),
    Row(
        "councils:act_for",
        "",
        expected(everyone=403, northford=302, stranger=302),
        method="post",
        data={"council": "northford"},
    ),
    Row(f"{UC}_list", "", PUBLIC),
    Row(f"{UC}_csv", "", PUBLIC),
    Row(f"{UC}_json", "", PUBLIC),
    Row(
        f"{UC}_create",
        "",
        expected(everyone=403, all_writers=200, stranger=302),
    ),
    Row(f"{UC}_detail", "draft", OWN_DRAFT),
    Row(
        f"{UC}_detail",
        "shared",
        expected(everyone=200, stranger=404),
    ),
    Row(f"{UC}_detail", "public", PUBLIC),
    Row(f"{UC}_tasks", "draft", EDIT_DRAFT),
    Row(f"{UC}_tasks", "shared", EDIT_SHARED),
    Row(f"{UC}_edit", "draft", EDIT_DRAFT, ("about",)),
    Row(f"{UC}_edit", "shared", EDIT_SHARED, ("about",)),
    Row(
        f"{UC}_edit",
        "shared",
        expected(everyone=404, stranger=302),
        ("nothing",),
    ),
    Row(f"{UC}_decide", "shared", LEAD_SHARED, ("stage", "to_pilot")),
    Row(
        f"{UC}_decide",
        "draft",
        expected(everyone=404, northford=403, writers=200, stranger=302),
        ("publishing", "submit"),
    ),
    Row(
        f"{UC}_decide",
        "shared",
        expected(everyone=404, stranger=302),
        ("stage", "nothing"),
    ),
    Row(
        f"{UC}_confirm",
        "shared",
        expected(everyone=403, lead=302, stranger=302),
        method="post",
    ),
    Row(
        f"{UC}_confirm",
        "draft",
        expected(everyone=404, northford=403, lead=302, stranger=302),
        method="post",
    ),
    Row(f"{UC}_review", "draft", LEAD_OF_DRAFT),
    Row(
        f"{UC}_review",
        "waiting",
        expected(everyone=404, northford=403, region=200, stranger=302),
    ),
    Row(f"{UC}_review", "shared", expected(everyone=403, region=200, stranger=302)),
    Row(f"{UC}_screening", "draft", EDIT_DRAFT),
    Row(
        f"{UC}_screening",
        "shared",
        expected(everyone=403, writers=200, region=200, stranger=302),
    ),
    Row(
        "councils:review_list",
        "",
        expected(
            everyone=403,
            lead=200,
            neighbour=200,
            associate=200,
            region=200,
            stranger=302,
        ),
    ),
    Row(
        "councils:proposal",
        "edit",
        expected(everyone=404, northford=200, region=200, stranger=302),
    ),
    Row(
        "councils:council_review",
        "",
        expected(everyone=403, admin=200, region_admin=200, stranger=302),
        ("northford",),
    ),
    Row(f"{UC}_detail", "waiting", expected(everyone=404, northford=200, region=200)),
    Row(
        f"{UC}_history",
        "waiting",
        expected(everyone=404, northford=200, region=200, stranger=302),
    ),
    Row(f"{UC}_report", "draft", OWN_DRAFT),
    Row(f"{UC}_report", "shared", expected(everyone=200, stranger=404)),
    Row(f"{UC}_report", "public", PUBLIC),
    Row("councils:problems", "", SIGNED_IN),
    Row("councils:problem", "problem", PUBLIC),
    Row("councils:problem", "hidden_problem", PUBLIC),
    Row("councils:problem", "", expected(everyone=404), ("guessed",)),
    Row(
        "councils:problem_answer",
        "problem",
        expected(everyone=404, lead=200, admin=200, region=200, stranger=302),
    ),
    Row(
        "councils:problem_answer",
        "hidden_problem",
        expected(everyone=404, lead=200, admin=200, stranger=302),
    ),
    Row(f"{UC}_hold", "shared", HOLD_SHARED, ("cost",)),
    Row(
        f"{UC}_hold",
        "draft",
        expected(everyone=404, northford=403, lead=200, governance=200, stranger=302),
        ("cost",),
    ),
    Row(
        f"{UC}_hold",
        "shared",
        expected(everyone=404, stranger=302),
        ("sharing",),
    ),
    Row(f"{UC}_held", "shared", HOLD_SHARED, ("running_cost",)),
    Row(
        f"{UC}_held",
        "public",
        expected(everyone=403, lead=404, governance=404, stranger=302),
        ("running_cost",),
    ),
    Row("councils:hold_list", "", SIGNED_IN),
    Row(f"{UC}_history", "draft", OWN_DRAFT_HISTORY),
    Row(f"{UC}_history", "shared", SIGNED_IN),
    Row(f"{UC}_compare", "draft", OWN_DRAFT_HISTORY, ("1", "latest")),
    Row(
        f"{UC}_compare",
        "shared",
        expected(everyone=404, northford=200, stranger=302),
        ("1", "latest"),
    ),
    Row("catalogue:board", "", SIGNED_IN),
    Row("councils:people", "", KEEPERS, ("northford",)),
    Row("councils:people", "", expected(everyone=404, stranger=302), ("nowhere",)),
    Row(
        "councils:people",
        "",
        expected(everyone=403, region_admin=200, stranger=302),
        ("region",),
    ),
    Row("councils:invite", "", KEEPERS, ("northford",)),
    Row("councils:resend_invitation", "", NO_SUCH, ("northford", HANDLE), "post"),
    Row("councils:revoke_invitation", "", NO_SUCH, ("northford", HANDLE)),
    Row("councils:person", "", KEEPERS, ("northford", HANDLE)),
    Row(
        "councils:person",
        "",
        expected(everyone=403, region_admin=404, stranger=302),
        ("westmere", HANDLE),
    ),
    Row("councils:person_act", "", KEEPERS, ("northford", HANDLE, "give-role")),
    Row("councils:person_act", "", KEEPERS, ("northford", HANDLE, "remove")),
    Row(
        "councils:person_act",
        "",
        expected(everyone=403, admin=404, region_admin=200, stranger=302),
        ("northford", HANDLE, "close"),
    ),
    Row("councils:accept_invitation", "", expected(everyone=404), ("nonsense",)),
    Row("councils:my_account", "", SIGNED_IN),
    Row("councils:edit_account", "", SIGNED_IN),
    Row("councils:my_data", "", SIGNED_IN),
    Row("councils:end_sessions", "", expected(everyone=302), (), "post"),
    Row("councils:audit_log", "", KEEPERS),
    Row("councils:audit_csv", "", KEEPERS),
    Row(
        "councils:change_set",
        "",
        expected(everyone=404, stranger=302),
        ("00000000-0000-0000-0000-000000000000",),
    ),
]
for _kind in ("product", "supplier"):
    _name = f"catalogue:{_kind}"
    TABLE += [
        Row(f"{_name}_list", "", PUBLIC),
        Row(
            f"{_name}_create",
            "",
            expected(everyone=403, all_writers=200, region=200, stranger=302),
        ),
        Row(f"{_name}_detail", _kind, expected(everyone=200, stranger=404)),
        Row(f"{_name}_moderate", _kind, MODERATE),
        Row(f"{_name}_tasks", _kind, MODERATE),
        Row(f"{_name}_edit", _kind, MODERATE, ("about",)),
        Row(
            f"{_name}_decide",
            _kind,
            expected(everyone=403, region=200, stranger=302),
            ("publishing", "retire"),
        ),
        Row(
            f"{_name}_confirm",
            _kind,
            expected(everyone=403, stranger=302),
            method="post",
        ),
        Row(f"{_name}_review", _kind, MODERATE),
        Row(f"{_name}_screening", _kind, MODERATE),
        Row(f"{_name}_report", _kind, expected(everyone=200, stranger=404)),
        Row(
            f"{_name}_hold",
            _kind,
            expected(everyone=403, stranger=302),
            ("about",),
        ),
        Row(
            f"{_name}_held",
            _kind,
            expected(everyone=403, stranger=302),
            ("about",),
        ),
        Row(f"{_name}_history", _kind, SIGNED_IN),
        Row(f"{_name}_compare", _kind, SIGNED_IN, ("1", "latest")),
    ]

RES = "resources:resource"
NO_SUCH_PAPER = expected(everyone=404, stranger=302)
NO_NEWS = {"region_admin": 404, "stranger": 302}
_NO_LINK = "00000000-0000-0000-0000-000000000000"
EDIT_PAPER = expected(everyone=403, writers=200, region_admin=200, stranger=302)
POST_CHOICE = expected(everyone=404, northford=403, writers=302, stranger=302)
DRAFT_FILE = OWN_DRAFT
TABLE += [
    Row(
        f"{RES}_create",
        "",
        expected(everyone=403, all_writers=200, stranger=302),
    ),
    Row(f"{RES}_detail", "paper", PUBLIC),
    Row(f"{RES}_detail", "draft_paper", OWN_DRAFT),
    Row(f"{RES}_versions", "paper", PUBLIC),
    Row(f"{RES}_versions", "draft_paper", OWN_DRAFT),
    Row(f"{RES}_version_add", "paper", EDIT_PAPER),
    Row(f"{RES}_version_add", "draft_paper", EDIT_DRAFT),
    Row(f"{RES}_version_state", "paper", expected(everyone=404, stranger=302), ("9",)),
    Row(
        f"{RES}_version_state",
        "draft_paper",
        OWN_DRAFT_HISTORY,
        ("1",),
    ),
    Row(f"{RES}_version_choose", "draft_paper", POST_CHOICE, ("1",), method="post"),
    Row(f"{RES}_version_strip", "draft_paper", POST_CHOICE, ("1",), method="post"),
    Row(
        f"{RES}_version_let_through",
        "draft_paper",
        expected(everyone=404, northford=403, lead=200, stranger=302),
        ("1",),
    ),
    Row(f"{RES}_version_file", "draft_paper", DRAFT_FILE, ("1",)),
    Row(f"{RES}_version_file", "paper", expected(everyone=404), ("1",)),
    Row(f"{RES}_version_picture", "draft_paper", expected(everyone=404), ("1",)),
    Row(f"{RES}_version_compare", "draft_paper", DRAFT_FILE, ("1", "1")),
    Row(f"{RES}_version_compare", "paper", expected(everyone=404), ("1", "2")),
    Row(f"{RES}_version_compare_chosen", "paper", expected(everyone=404)),
    Row(f"{RES}_download", "draft_paper", DRAFT_FILE),
    Row(f"{RES}_download", "paper", expected(everyone=404)),
    Row(f"{RES}_links", "draft_paper", LEAD_OF_DRAFT),
    Row(
        f"{RES}_link_revoke",
        "paper",
        expected(everyone=403, lead=404, stranger=302),
        (_NO_LINK,),
        method="post",
    ),
    Row(f"{RES}_hold", "paper", HOLD_SHARED, ("about",)),
    Row(
        f"{RES}_held",
        "paper",
        expected(everyone=403, lead=404, governance=404, stranger=302),
        ("summary",),
    ),
    Row("search", "", PUBLIC),
    Row("resources:resource_list", "", PUBLIC),
    Row("resources:resource_csv", "", PUBLIC),
    Row("resources:resource_json", "", PUBLIC),
    Row("resources:use_case_documents", "draft", OWN_DRAFT),
    Row("resources:use_case_documents", "shared", expected(everyone=200, stranger=404)),
    Row("resources:use_case_documents", "public", PUBLIC),
    Row(
        "resources:document_attach",
        "shared",
        NO_SUCH_PAPER,
        (),
        "post",
        {"resource": "RES-9999"},
    ),
    Row(
        "resources:document_detach",
        "shared",
        NO_SUCH_PAPER,
        (),
        "post",
        {"resource": "RES-9999"},
    ),
    Row(f"{RES}_adapt", "paper", expected(everyone=403, all_writers=200, stranger=302)),
    Row(f"{RES}_adapt", "draft_paper", EDIT_DRAFT),
    Row(f"{RES}_news", "copy", EDIT_DRAFT),
    Row(f"{RES}_news", "paper", expected(everyone=403, writers=404, **NO_NEWS)),
    Row(f"{RES}_useful", "paper", SIGNED_IN),
    Row(f"{RES}_useful", "draft_paper", OWN_DRAFT_HISTORY),
    Row(
        f"{RES}_feedback", "paper", expected(everyone=403, northford=200, stranger=302)
    ),
    Row(f"{RES}_feedback", "draft_paper", OWN_DRAFT_HISTORY),
    Row("resources:collection_list", "", PUBLIC),
    Row("resources:collection_detail", "", PUBLIC, ("buying-ai",)),
    Row("resources:collection_detail", "", expected(everyone=404), ("nowhere",)),
    Row("resources:collection_create", "", MODERATE),
    Row("resources:collection_edit", "", MODERATE, ("buying-ai",)),
    Row(
        "resources:collection_edit",
        "",
        expected(everyone=403, region=404, stranger=302),
        ("nowhere",),
    ),
    Row("resources:shared", "", expected(everyone=404), ("guessed",)),
    Row("resources:shared_file", "", expected(everyone=404), ("guessed",)),
    Row(f"{RES}_tasks", "draft_paper", EDIT_DRAFT),
    Row(f"{RES}_edit", "draft_paper", EDIT_DRAFT, ("about",)),
    Row(f"{RES}_edit", "paper", EDIT_PAPER, ("about",)),
    Row(
        f"{RES}_edit",
        "paper",
        expected(everyone=404, stranger=302),
        ("lesson",),
    ),
    Row(
        f"{RES}_decide",
        "draft_paper",
        expected(everyone=404, northford=403, writers=200, stranger=302),
        ("publishing", "submit"),
    ),
    Row(
        f"{RES}_confirm",
        "paper",
        expected(everyone=403, lead=302, stranger=302),
        method="post",
    ),
    Row(f"{RES}_review", "paper", expected(everyone=403, region=200, stranger=302)),
    Row(f"{RES}_screening", "draft_paper", EDIT_DRAFT),
    Row(
        f"{RES}_hold",
        "draft_paper",
        expected(everyone=404, northford=403, lead=200, governance=200, stranger=302),
        ("about",),
    ),
    Row(
        f"{RES}_held",
        "paper",
        expected(everyone=403, lead=404, governance=404, stranger=302),
        ("purpose",),
    ),
    Row(f"{RES}_report", "paper", PUBLIC),
    Row(f"{RES}_history", "paper", SIGNED_IN),
    Row(f"{RES}_history", "draft_paper", OWN_DRAFT_HISTORY),
    Row(f"{RES}_compare", "draft_paper", OWN_DRAFT_HISTORY, ("1", "latest")),
]

BY_ALLAUTH = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
}


def with_file(resource: Resource, cast: Cast) -> Resource:
    """The same with one file, which everybody in its council may have."""
    upload(resource, cast.lead)
    return Resource.objects.get(pk=resource.pk)


def build_world(cast: Cast) -> World:
    """One record of each audience, of Northford; a product nobody has confirmed."""
    shared = make_use_case(cast.lead, sharing=Sharing.REGION)
    change = [Change("result", "", "Faster")]
    edit = propose_edit(shared, change, by=cast.contributor)
    assert edit is not None
    draft = make_use_case(cast.lead)
    problem, hidden_problem = (
        report_problem(record, wrong=Wrong.OLD, words="It ended.", by=cast.reader)
        for record in (shared, draft)
    )
    hold(shared, cast.lead, "running_cost")
    User.objects.filter(pk=cast.reader.pk).update(handle=HANDLE)
    make_collection(title="Buying AI", intro="Before you buy.", by=cast.moderator)
    return World(
        draft=draft,
        waiting=make_waiting(cast.lead, Sharing.REGION),
        edit=edit,
        shared=shared,
        problem=problem,
        hidden_problem=hidden_problem,
        public=make_use_case(cast.lead, sharing=Sharing.PUBLIC),
        product=make_product(cast.lead),
        supplier=make_supplier(cast.lead),
        paper=make_resource(cast.lead, sharing=Sharing.PUBLIC),
        draft_paper=with_file(make_resource(cast.lead), cast),
        copy=copy_with_news(cast),
    )


@dataclass(frozen=True)
class Built:
    """Everything that the tests of this module start from; everybody has signed in."""

    cast: Cast
    world: World
    cookies: dict[str, SimpleCookie]


@pytest.fixture(scope="module")
def built(once: None) -> Built:
    cast = make_cast()
    cookies = {}
    for part in PARTS:
        client = Client()
        if part != "stranger":
            client.force_login(cast.person(part))
        cookies[part] = client.cookies
    return Built(cast, build_world(cast), cookies)


@pytest.fixture
def cast(db: None, built: Built) -> Cast:
    return deepcopy(built.cast)


@pytest.fixture
def world(built: Built) -> World:
    return deepcopy(built.world)


def asked_as(part: str, built: Built) -> Client:
    """A client with the session of this part, and nothing that another test left."""
    client = Client()
    client.cookies = deepcopy(built.cookies[part])
    return client


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everybody_gets_the_answer_of_the_table(
    db: None, built: Built, world: World, row: Row
) -> None:
    url = row.url(world)
    answers = {
        part: getattr(asked_as(part, built), row.method)(url, row.data).status_code
        for part in PARTS
    }
    assert answers == row.answers


def named_addresses(
    patterns: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from named_addresses(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


def test_every_named_address_has_a_row() -> None:
    named = {
        name
        for name in named_addresses(get_resolver().url_patterns)
        if not name.startswith("admin:")
    }
    assert named - BY_ALLAUTH == {row.name for row in TABLE}


def test_the_public_views_are_these_and_no_others() -> None:
    public = {
        row.name
        for row in TABLE
        if row.method == "get" and row.answers["stranger"] in (200, 404)
    }
    assert public == {
        "home",
        "data_standard",
        "review_explained",
        "accessibility",
        "privacy",
        "contact",
        "healthz",
        "councils:accept_invitation",
        "councils:council_list",
        "councils:council_detail",
        "catalogue:use_case_list",
        "catalogue:use_case_csv",
        "catalogue:use_case_json",
        "catalogue:use_case_detail",
        "catalogue:product_list",
        "catalogue:product_detail",
        "catalogue:supplier_list",
        "catalogue:supplier_detail",
        "catalogue:use_case_report",
        "catalogue:product_report",
        "catalogue:supplier_report",
        "councils:problem",
        "search",
        "resources:resource_list",
        "resources:resource_csv",
        "resources:resource_json",
        "resources:use_case_documents",
        "resources:resource_detail",
        "resources:collection_list",
        "resources:collection_detail",
        "resources:resource_versions",
        "resources:resource_version_file",
        "resources:resource_version_picture",
        "resources:resource_version_compare",
        "resources:resource_version_compare_chosen",
        "resources:resource_download",
        "resources:resource_report",
        "resources:shared",
        "resources:shared_file",
    }


def test_every_action_has_a_rule_and_words() -> None:
    assert set(ROLES_ALLOWED) == set(Action) == set(LABELS)
    assert all(ROLES_ALLOWED.values())


@pytest.mark.parametrize("part", PARTS)
def test_only_staff_reach_the_back_office(
    cast: Cast, as_user: Callable[[Any], Client], part: str
) -> None:
    answer = as_user(cast.person(part)).get(reverse("admin:index"))
    right = {"region_admin": 200, "stranger": 302}.get(part, 403)
    assert answer.status_code == right


def test_a_key_with_a_nul_byte_is_no_record(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    assert as_user(cast.lead).get("/use-cases/NE-%00/").status_code == 404
