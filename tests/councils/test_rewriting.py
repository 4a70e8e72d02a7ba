"""A rename that many entries show is answered at once, and the worker does the rest."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from catalogue.actions import confirm_shared
from catalogue.kinds import USE_CASE
from catalogue.models import Product, ServiceArea, UseCase
from councils import rewriting, search
from councils.bulk import create_records
from councils.changes import change_set
from councils.generation import generation
from councils.machines import decide, machine_named
from councils.models import Audience, Council, SearchCard, SearchEntry, Sharing
from councils.rewriting import narrows
from councils.search import rebuild
from councils.tasks import rewrite_rows
from tests.cast import Cast, make_cast
from tests.factories import edit, make_product, make_supplier, make_use_case

SHARING = machine_named("sharing")


def jobs() -> list[dict[str, Any]]:
    """What waits for the worker."""
    rows = ProcrastinateJob.objects.filter(task_name="councils.tasks.rewrite_rows")
    return [dict(row.args) for row in rows.order_by("id")]


def work() -> None:
    """What the worker does with it; it may do so more than once."""
    for given in jobs():
        rewrite_rows(**given)


def names(records: Any, audience: Audience = Audience.OWN) -> list[str]:
    """The product that each record's card names to an audience."""
    cards = SearchCard.objects.filter(record__in=[r.pk for r in records])
    return [
        card.card["product"]
        for card in cards.order_by("record")
        if card.audiences & audience
    ]


def rows() -> list[Any]:
    """Every row and card as it stands."""
    entries = SearchEntry.objects.order_by("record_id", "audiences").values()
    cards = SearchCard.objects.order_by("record_id", "audiences").values()
    return [*entries, *cards]


def all_is_as_if_rebuilt() -> bool:
    before = rows()
    rebuild()
    return rows() == before


@pytest.fixture
def queue(transactional_db: None) -> Iterator[None]:
    """Leave no job behind that was really committed."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two entries be as many as a request takes on."""
    monkeypatch.setattr(rewriting, "AT_ONCE", 2)


def used(cast: Cast, count: int, title: str = "Lumen Notes") -> Product:
    product = make_product(cast.lead, title)
    confirm_shared(product, by=cast.moderator)
    for _ in range(count):
        make_use_case(cast.lead, product=product.key, sharing=Sharing.PUBLIC)
    return product


def test_a_few_entries_are_renamed_with_the_product(cast: Cast, few: None) -> None:
    product = used(cast, 2)
    edit(product, cast.moderator, title="Beacon Notes")
    assert names(UseCase.objects.all()) == ["Beacon Notes"] * 2
    assert jobs() == []


def test_many_are_renamed_by_the_worker(cast: Cast, few: None) -> None:
    product = used(cast, 3)
    edit(product, cast.moderator, title="Beacon Notes")
    assert names(UseCase.objects.all()) == ["Lumen Notes"] * 3
    assert SearchEntry.objects.get(record=product.pk).title == "Beacon Notes"
    before = generation()
    work()
    assert names(UseCase.objects.all()) == ["Beacon Notes"] * 3
    assert generation() != before, "kept pages would go on showing the old name"
    assert all_is_as_if_rebuilt()
    work()
    assert all_is_as_if_rebuilt()


def test_a_thousand_and_one_are_many(cast: Cast) -> None:
    product = make_product(cast.lead, "Lumen Notes")
    with change_set(by=cast.lead):
        entries = [
            UseCase(lead=cast.northford, title=f"Notes {n}", product=product)
            for n in range(1_001)
        ]
        create_records(USE_CASE, entries, {})
    started = time.perf_counter()
    edit(product, cast.moderator, title="Beacon Notes")
    in_the_request = time.perf_counter() - started
    assert len(jobs()) == 1
    started = time.perf_counter()
    work()
    assert in_the_request < (time.perf_counter() - started) / 2
    assert set(names(entries)) == {"Beacon Notes"}


def test_a_renamed_supplier_reaches_products_and_their_users(
    cast: Cast, few: None
) -> None:
    supplier = make_supplier(cast.lead, "Harbour Speech")
    product = make_product(cast.lead, supplier=supplier.key)
    for _ in range(2):
        make_use_case(cast.lead, product=product.key)
    edit(supplier, cast.moderator, title="Quayside Voices")
    assert len(jobs()) == 1
    work()
    texts = SearchCard.objects.values_list("text", flat=True)
    assert sum("Quayside" in text for text in texts) == 3
    assert not any("Harbour" in text for text in texts)
    assert all_is_as_if_rebuilt()


@pytest.mark.parametrize("model", [ServiceArea, Council])
def test_the_office_is_told_that_lists_follow(
    cast: Cast, as_user: Callable[[Any], Client], few: None, model: Any
) -> None:
    area = ServiceArea.objects.create(code="planning", label="Planning")
    for _ in range(3):
        make_use_case(cast.lead, service_areas=[area.code])
    row = area if model is ServiceArea else cast.northford
    name = "label" if model is ServiceArea else "short_name"
    path = f"/admin/{model._meta.label_lower.replace('.', '/')}/{row.pk}/change/"
    office = as_user(cast.region_admin)
    boxes = office.get(path).context["adminform"].form
    sent = {b.html_name: b.value() for b in boxes}
    sent = {k: v for k, v in sent.items() if v is not None and v is not False}
    answer = office.post(path, {**sent, name: "Zorbla"}, follow=True)
    assert answer.redirect_chain, answer.context["adminform"].form.errors
    told = [str(message) for message in answer.context["messages"]]
    assert "Lists show the new words for 3 entries within a few minutes." in told
    assert not any("Zorbla" in text for text in texts_of_cards())
    work()
    assert sum("Zorbla" in text for text in texts_of_cards()) == 3
    assert all_is_as_if_rebuilt()


def texts_of_cards() -> list[str]:
    return [f"{c.card} {c.text}" for c in SearchCard.objects.all()]


def test_a_name_that_fewer_may_read_is_not_left_to_the_worker(
    cast: Cast, few: None
) -> None:
    product = used(cast, 3)
    public = Audience.PUBLIC
    assert names(UseCase.objects.all(), public) == ["Lumen Notes"] * 3
    withdraw = {"by": cast.moderator, "reason": "Not what it says"}
    decide(product, machine_named("publishing"), "withdraw", **withdraw)
    assert jobs() == []
    assert names(UseCase.objects.all(), public) == [""] * 3
    assert all_is_as_if_rebuilt()


@pytest.mark.parametrize(
    ("change", "is_narrower"),
    [
        ({"title": "Beacon Notes"}, False),
        ({"sharing": "public"}, False),
        ({"sharing": "own"}, True),
        ({"publishing": "draft"}, True),
        ({"lead": "westmere"}, True),
        ({"partners": ["eastmoor"]}, True),
        ({"holds": [{"field": "supplier"}]}, True),
    ],
)
def test_what_lets_somebody_read_less(
    change: dict[str, Any], is_narrower: bool
) -> None:
    before = {
        "title": "Lumen Notes",
        "publishing": "published",
        "sharing": "region",
        "lead": "northford",
        "partners": [],
        "holds": [],
    }
    assert narrows(before, {**before, **change}) is is_narrower
    assert not narrows({}, before)


def test_what_was_renamed_and_then_hidden_is_not_shown_by_a_late_worker(
    cast: Cast, few: None
) -> None:
    product = used(cast, 3)
    edit(product, cast.moderator, title="Beacon Notes")
    first, *_ = UseCase.objects.order_by("pk")
    decide(first, SHARING, "share_own", by=cast.lead)
    work()
    (row,) = SearchEntry.objects.filter(record=first.pk)
    assert row.audiences == Audience.OWN
    assert all_is_as_if_rebuilt()


def test_a_worker_that_died_midway_is_made_up_for(
    queue: None, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_cast()
    product = used(cast, 3)
    edit(product, cast.moderator, title="Beacon Notes")
    entries = list(UseCase.objects.order_by("pk"))
    monkeypatch.setattr(search, "BATCH", 1)
    other: Any = connection.copy()
    with other.cursor() as held, connection.cursor() as own:
        held.execute("BEGIN")
        held.execute(
            "SELECT 1 FROM councils_record WHERE id = %s FOR UPDATE", [entries[1].pk]
        )
        own.execute("SET lock_timeout = '200ms'")
        with pytest.raises(OperationalError):
            work()
        own.execute("RESET lock_timeout")
        held.execute("ROLLBACK")
    other.close()
    assert names(entries) == ["Beacon Notes", "Lumen Notes", "Lumen Notes"]
    work()
    assert names(entries) == ["Beacon Notes"] * 3
    assert all_is_as_if_rebuilt()


def test_a_worker_waits_for_whoever_is_hiding_an_entry(queue: None, few: None) -> None:
    cast = make_cast()
    product = used(cast, 3)
    edit(product, cast.moderator, title="Beacon Notes")
    entry = UseCase.objects.order_by("pk")[1]

    def in_the_worker() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        with change_set(by=cast.lead) as opened:
            decide(entry, SHARING, "share_own", by=cast.lead)
            opened.flush()
            working = worker.submit(in_the_worker)
            time.sleep(0.5)
            assert not working.done()
        working.result(30)
    (row,) = SearchEntry.objects.filter(record=entry.pk)
    assert row.audiences == Audience.OWN
    assert all_is_as_if_rebuilt()
