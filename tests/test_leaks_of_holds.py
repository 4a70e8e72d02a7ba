"""A field that is held back leaks through no channel to those outside its audience.

Each channel is first proved to carry the field's words to a reader inside; then it must
not carry them outside, whatever the audience of the hold. The last tests take the rule
away and see each case go red. Titles cannot be held back, so suggestions and similar
entries, which are made of titles alone, are `test_leaks`' business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from catalogue.actions import confirm_shared
from catalogue.models import Product, Supplier, UseCase
from councils.difference import Change
from councils.findings import standing_in
from councils.machines import decide, machine_named
from councils.models import HoldAudience, RecordHold, RecordVersion, Sharing
from councils.models.hold import RecordHoldQuerySet
from councils.proposing import propose_edit
from councils.search import rebuild
from tests.cast import Cast
from tests.factories import (
    edit,
    hold,
    make_product,
    make_supplier,
    make_use_case,
    submit,
)

MARKER = "Zorblaxian"
WORD = "zorblaxian"
HELD = (
    "result",
    "product",
    "ai_types",
    "running_cost",
    "contact",
    "steward",
    "status",
    "status_reason",
    "sensitivity",
    "source_url",
    "challenge",
    "collaboration",
    "links",
)


@dataclass(frozen=True)
class World:
    """A public entry of Northford that holds much back, and what is around it."""

    entry: UseCase
    other: UseCase
    product: Product
    supplier: Supplier


Build = Callable[[HoldAudience], World]


@pytest.fixture
def build(cast: Cast) -> Build:
    def world(audience: HoldAudience) -> World:
        supplier = make_supplier(cast.lead, "Harbour Speech")
        product = make_product(cast.lead, "Lumen Notes", supplier=supplier.key)
        confirm_shared(product, by=cast.moderator)
        link = {"id": "", "label": f"{MARKER} paper", "url": "https://n.example/p"}
        entry = make_use_case(
            cast.lead,
            "Minutes drafted for committees",
            sharing=Sharing.PUBLIC,
            product=product.key,
            ai_types=["simulation"],
            collaboration=["offers_help"],
            running_cost="under_500k",
            status="stopped",
            status_reason="supplier",
            sensitivity="special",
            source_url=f"https://northford.example/{WORD}",
            contact=f"ai-team@{WORD}.example",
            steward=cast.contributor.pk,
            challenge=f"{MARKER} backlog of minutes",
            links=[link],
        )
        edit(entry, cast.lead, result=f"{MARKER} result")
        hold(entry, cast.lead, *HELD, audience=audience)
        edit(entry, cast.lead, result=f"{MARKER} newer result")
        other = make_use_case(
            cast.associate,
            "Ordinary notes",
            sharing=Sharing.PUBLIC,
            product=product.key,
        )
        return World(entry, other, product, supplier)

    return world


Channel = Callable[[Client, World], str]


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def own_page(name: str, *rest: str) -> Channel:
    return lambda client, world: text_of(
        client, reverse(f"catalogue:use_case_{name}", args=[world.entry.key, *rest])
    )


def address(url: str) -> Channel:
    return lambda client, world: text_of(client, url)


def if_found(url: str, has: Callable[[World], str]) -> Channel:
    """The marker where the page at `url` says what only the held field makes it say."""

    def read(client: Client, world: World) -> str:
        page = text_of(client, url.format(world=world))
        return MARKER if has(world) in page else ""

    return read


def key(world: World) -> str:
    return f'"{world.entry.key}"'


def title(world: World) -> str:
    return world.entry.title


def change_set_page(client: Client, world: World) -> str:
    version = RecordVersion.objects.filter(record=world.entry.pk).first()
    assert version is not None
    url = reverse("councils:change_set", args=[version.change_set_id])
    return client.get(url).content.decode()


def used_by_two(client: Client, world: World) -> str:
    """The list of products counts the entries of each."""
    page = text_of(client, "/products/")
    return MARKER if page.count(">1<span") >= 2 or ">2<span" in page else ""


EVERYBODY: dict[str, Channel] = {
    "page": own_page("detail"),
    "list": address("/use-cases/"),
    "dense table": address("/use-cases/?view=table&column=result"),
    "csv": address("/use-cases.csv"),
    "json": address("/use-cases.json"),
    "search": if_found("/use-cases.json?q=zorblaxian", key),
    "search by the product": if_found("/use-cases.json?q=lumen", key),
    "search by the supplier": if_found("/use-cases.json?q=harbour", key),
    "snippet": address("/use-cases/?q=drafted"),
    "facet": if_found("/use-cases/", lambda world: 'value="simulation"'),
    "facet of sensitivity": if_found("/use-cases/", lambda world: 'value="special"'),
    "facet of status": if_found("/use-cases/", lambda world: 'value="stopped"'),
    "count": if_found("/use-cases.json?ai_type=simulation", lambda w: '"count": 1'),
    "narrowed by product": if_found("/use-cases.json?product={world.product.key}", key),
    "narrowed by supplier": if_found(
        "/use-cases.json?supplier={world.supplier.key}", key
    ),
    "cost in the table": if_found(
        "/use-cases/?view=table&column=running_cost", lambda w: "£100,000 to £500,000"
    ),
    "cost in csv": if_found("/use-cases.csv", lambda w: "£100,000 to £500,000"),
    "status on the page": if_found(
        "/use-cases/{world.entry.key}/", lambda w: "Stopped"
    ),
    "status on a card": if_found("/use-cases/", lambda w: "portal-status--stopped"),
    "product page": if_found("/products/{world.product.key}/", title),
    "supplier page": if_found("/suppliers/{world.supplier.key}/", title),
    "offers of help": if_found("/suppliers/{world.supplier.key}/", title),
    "list of products": used_by_two,
    "who else uses it": if_found("/use-cases/{world.other.key}/", title),
    "others on its own page": if_found(
        "/use-cases/{world.entry.key}/", lambda world: world.other.title
    ),
    "council page": address("/councils/northford/"),
}
MEMBERS: dict[str, Channel] = {
    "board": if_found("/board/", lambda world: world.entry.key),
    "steward on the council page": if_found(
        "/councils/northford/", lambda world: "Contributor of Northford"
    ),
    "steward on the page": if_found(
        "/use-cases/{world.entry.key}/", lambda world: "Contributor of Northford"
    ),
    "history": own_page("history"),
    "compare": own_page("compare", "4", "latest"),
    "compare before the hold": own_page("compare", "4", "5"),
    "change set": change_set_page,
}
CHANNELS = {**EVERYBODY, **MEMBERS}
OUTSIDE = {
    HoldAudience.OWN: ("neighbour", "associate", "region_admin", "stranger"),
    HoldAudience.REGION: ("stranger",),
}
INSIDE = {
    HoldAudience.OWN: ("lead", "reader"),
    HoldAudience.REGION: ("lead", "neighbour"),
}
AUDIENCES = list(HoldAudience)


def carried(client: Client, channels: dict[str, Channel], world: World) -> set[str]:
    """The channels that carry something of what is held back to this reader."""
    found = set()
    for name, read in channels.items():
        seen = read(client, world)
        if MARKER in seen or WORD in seen.replace("q=zorblaxian", ""):
            found.add(name)
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_channel_carries_it_to_readers_inside(
    cast: Cast, build: Build, as_user: Any, audience: HoldAudience
) -> None:
    world = build(audience)
    for part in INSIDE[audience]:
        client = as_user(cast.person(part))
        assert carried(client, CHANNELS, world) == set(CHANNELS), part


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_channel_carries_it_to_readers_outside(
    cast: Cast, build: Build, as_user: Any, audience: HoldAudience
) -> None:
    world = build(audience)
    for part in OUTSIDE[audience]:
        channels = EVERYBODY if part == "stranger" else CHANNELS
        assert carried(as_user(cast.person(part)), channels, world) == set(), part


def take_the_rule_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("councils.withholding.is_inside", lambda *given: True)
    monkeypatch.setattr(RecordHoldQuerySet, "against", lambda self, reader: self.none())
    rebuild()


def test_without_the_rule_every_case_would_go_red(
    cast: Cast, build: Build, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build(HoldAudience.OWN)
    take_the_rule_away(monkeypatch)
    stranger, neighbour = as_user(cast.stranger), as_user(cast.neighbour)
    assert carried(stranger, EVERYBODY, world) == set(EVERYBODY)
    assert carried(neighbour, MEMBERS, world) == set(MEMBERS)


def test_strangers_are_told_on_the_home_page_that_something_is_withheld(
    cast: Cast, build: Build, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(HoldAudience.REGION)
    home = text_of(as_user(cast.stranger), "/")
    assert MARKER not in home
    assert "Withheld: commercial interests (section 43)" in home
    take_the_rule_away(monkeypatch)
    assert MARKER in text_of(as_user(cast.stranger), "/")


OFFICE: dict[str, Channel] = {
    "form": if_found(
        "/admin/catalogue/usecase/{world.entry.pk}/change/", lambda world: MARKER
    ),
    "search": if_found(
        "/admin/catalogue/usecase/?q=zorblaxian", lambda world: world.entry.title
    ),
    "status column": if_found("/admin/catalogue/usecase/", lambda w: ">Stopped</td>"),
    "filter by status": if_found(
        "/admin/catalogue/usecase/?status=stopped", lambda world: world.entry.title
    ),
    "filter by sensitivity": if_found(
        "/admin/catalogue/usecase/?sensitivity=special", lambda w: w.entry.title
    ),
    "history": if_found(
        "/admin/catalogue/usecase/{world.entry.pk}/history/", lambda world: MARKER
    ),
    "edit": if_found("/use-cases/{world.entry.key}/edit/about/", lambda world: MARKER),
    "progress": if_found(
        "/use-cases/{world.entry.key}/edit/progress/", lambda world: "Stopped"
    ),
}


def version_page(client: Client, world: World) -> str:
    version = RecordVersion.objects.get(record=world.entry.pk, number=5)
    return text_of(client, f"/admin/councils/recordversion/{version.pk}/change/")


OFFICE["a version from before it was held back"] = version_page


def test_nor_does_the_regions_admin_find_it_in_the_back_office(
    cast: Cast, build: Build, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build(HoldAudience.OWN)
    office = as_user(cast.region_admin)
    assert carried(office, OFFICE, world) == set()
    take_the_rule_away(monkeypatch)
    assert carried(office, OFFICE, world) == set(OFFICE)


@pytest.mark.parametrize("query", ["status__gte=s", "sensitivity__exact=special"])
def test_the_back_office_bisects_no_column(
    cast: Cast, as_user: Any, query: str
) -> None:
    answer = as_user(cast.region_admin).get(f"/admin/catalogue/usecase/?{query}")
    assert answer.status_code == 400


def test_a_lifted_hold_lets_everyone_read_what_it_says_now(
    cast: Cast, build: Build, as_user: Any
) -> None:
    from councils.holds import lift_hold

    world = build(HoldAudience.OWN)
    lift_hold(world.entry, "result", by=cast.lead, reason="Signed")
    assert RecordHold.objects.filter(record=world.entry.pk).count() == len(HELD) - 1
    seen = carried(as_user(cast.stranger), EVERYBODY, world)
    assert {"page", "list", "csv", "search"} <= seen
    assert not {"product page", "facet", "cost in csv"} & seen
    held_then = own_page("compare", "5", "7")(as_user(cast.neighbour), world)
    assert f"{MARKER} newer" not in held_then


def test_who_reviews_for_the_region_reads_no_more_than_the_region(
    cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = make_use_case(cast.lead, result=f"{MARKER} result", sensitivity="special")
    hold(entry, cast.lead, "result", "sensitivity")
    decide(entry, machine_named("sharing"), "share_region", by=cast.lead)
    submit(entry, cast.lead)
    client = as_user(cast.moderator)
    pages = ("/review/", f"/use-cases/{entry.key}/review/", f"/use-cases/{entry.key}/")

    def seen() -> str:
        return "".join(text_of(client, page) for page in pages)

    assert entry.title in seen()
    assert "Withheld: commercial interests (section 43)" in seen()
    assert MARKER not in seen()
    assert "High sensitivity" not in seen()
    take_the_rule_away(monkeypatch)
    assert MARKER in seen()
    assert seen().count("High sensitivity") >= 2


def test_an_edit_of_what_is_held_back_is_read_by_its_council_alone(
    cast: Cast, as_user: Any
) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION, summary="Drafts minutes.")
    hold(entry, cast.lead, "result")
    changes = [
        Change("result", "", f"{MARKER} result"),
        Change("summary", "Drafts minutes.", "Drafts notes."),
    ]
    waiting = propose_edit(entry, changes, by=cast.contributor)
    assert waiting is not None
    page = reverse("councils:proposal", args=[waiting.pk])
    assert MARKER in text_of(as_user(cast.lead), page)
    for_moderators = text_of(as_user(cast.moderator), page)
    assert "Drafts notes." in for_moderators
    assert MARKER not in for_moderators
    decide(waiting, machine_named("proposal"), "approve", by=cast.moderator)
    assert UseCase.objects.get(pk=entry.pk).result == f"{MARKER} result"
    with pytest.raises(PermissionDenied, match="Held back from you"):
        propose_edit(entry, [Change("result", "x", "y")], by=cast.region_admin)


def test_screening_quotes_nothing_that_is_held_back(cast: Cast, as_user: Any) -> None:
    entry = make_use_case(cast.lead, challenge="Ask QQ 12 34 56 C, or AB123456C")
    hold(entry, cast.lead, "challenge")
    (finding, *_) = standing_in(UseCase.objects.get(pk=entry.pk))
    assert "held back" in finding.sentence
    assert finding.found.masked not in finding.sentence
