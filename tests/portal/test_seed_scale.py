"""Invented entries for measuring: varied, whole, and the same for the same seed."""

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from catalogue.filters import UseCaseFilter
from catalogue.kinds import USE_CASE
from catalogue.models import AtrsCapability, AtrsFunction, ServiceArea, UserGroup
from catalogue.models.choices import Stage
from councils.changes import change_set
from councils.forms import record_form
from councils.models import Belonging, Council, SearchCard, SearchEntry
from councils.search import rebuild
from councils.snapshots import snapshots
from portal.loading.files import read
from portal.loading.scale import COMMON, RARE, SELDOM, WORDS, Made, Maker

pytestmark = pytest.mark.django_db


def seed(count: int, **options: Any) -> list[Any]:
    call_command("seed_scale", count, stdout=StringIO(), **options)
    made = USE_CASE.model.objects.filter(external_source="")
    return list(made.order_by("pk"))


def maker(number: int = 1) -> Maker:
    """Makes entries out of nothing but words: no database."""
    words = read(WORDS)
    sorts = words["sorts"]
    councils = [
        Council(pk=n, short_name=name, mailbox="ai@example.org")
        for n, name in enumerate(words["councils"], 1)
    ]
    codes = {
        "service_areas": {c for s in sorts for c in s["areas"]},
        "user_groups": {c for s in sorts for c in s["groups"]},
        "atrs_functions": {c for s in sorts for c in s["functions"]},
        "atrs_capabilities": {c for s in sorts for c in s["capabilities"]},
    }
    return Maker(
        seed=number,
        councils=councils,
        products={p: n for n, p in enumerate(p for s in sorts for p in s["products"])},
        bits={
            name: {c: n for n, c in enumerate(sorted(found))}
            for name, found in codes.items()
        },
        labels={c: c for found in codes.values() for c in found},
    )


def text_of(made: Made) -> str:
    record = made.record
    return " ".join(
        (record.title, record.summary, record.challenge, record.solution)
    ).lower()


def test_words_are_as_frequent_as_the_benchmark_says() -> None:
    entries = [made for batch in maker().batches(20_000, 500) for made in batch]
    share = {
        word: sum(word in text_of(made) for made in entries) / len(entries)
        for word in (COMMON, SELDOM, RARE)
    }
    assert share[COMMON] == pytest.approx(0.30, abs=0.02)
    assert share[SELDOM] == pytest.approx(0.02, abs=0.004)
    assert share[RARE] == pytest.approx(0.001, abs=0.0008)

    stages = Counter(made.record.stage for made in entries)
    for stage, wanted in {Stage.SCAN: 50, Stage.PILOT: 35, Stage.SCALE: 15}.items():
        assert 100 * stages[stage] / len(entries) == pytest.approx(wanted, abs=2)
    products = Counter(made.record.product_id for made in entries).most_common()
    assert products[0][1] > 8 * products[-1][1], "few products are used by many"


def test_the_same_seed_makes_the_same_entries() -> None:
    def made(number: int) -> list[tuple[Any, ...]]:
        return [
            (text_of(m), m.record.stage, m.record.created_at, m.links, m.stages)
            for batch in maker(number).batches(50, 20)
            for m in batch
        ]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_seeded_entries_are_whole_and_valid_records() -> None:
    entries = seed(30)

    assert len(entries) == 30
    states = snapshots(USE_CASE, [entry.pk for entry in entries])
    for entry in entries:
        version = entry.versions.get()
        assert version.snapshot == states[entry.pk]
        assert entry.version == version.number == 1
        history = entry.history.get()
        assert (history.title, history.history_type) == (entry.title, "+")
        assert history.version_row == version
        log = entry.decisions.filter(machine="stage").order_by("id")
        assert log.last().to_state == entry.stage
        form = record_form(USE_CASE, tuple(USE_CASE.editable))(
            data={
                code: "" if value is None else value
                for code, value in states[entry.pk].items()
            },
            instance=entry,
        )
        assert form.is_valid(), form.errors
        assert entry.lead.is_demonstration
        assert entry.lead not in entry.partners.all()


def test_seeding_more_goes_on_from_what_there_is() -> None:
    first = {entry.key for entry in seed(5)}
    second = {entry.key for entry in seed(5, seed=2)}

    assert len(second) == 10
    assert first < second
    assert Council.objects.filter(belonging=Belonging.REGION).count() == 1


def test_rebuilding_writes_the_same_search_rows() -> None:
    seed(20)

    def rows() -> list[Any]:
        models: tuple[Any, ...] = (SearchEntry, SearchCard)
        return [
            row for model in models for row in model.objects.order_by("record").values()
        ]

    before = rows()
    with change_set():
        SearchEntry.objects.all().delete()

    assert rebuild() > 20
    for row, was in zip(rows(), before, strict=True):
        assert row == was


def test_counting_masks_agrees_with_the_rows() -> None:
    seed(60)
    listed = UseCaseFilter(
        _query("stage=pilot"), kind_number=USE_CASE.number, reader=AnonymousUser()
    )
    visible = USE_CASE.model.objects.visible_to(AnonymousUser()).filter(stage="pilot")
    for model, name in ((ServiceArea, "service_area"), (UserGroup, "user_group")):
        for word in model.objects.all():
            found = visible.filter(**{f"{name}s": word}).count()
            assert listed.counts(name)[word.bit] == found, word
    assert listed.total == visible.count()
    assert AtrsFunction.objects.exists()
    assert AtrsCapability.objects.exists()


def _query(text: str) -> Any:
    from django.http import QueryDict

    return QueryDict(text)


def test_a_real_database_is_refused(settings: Any) -> None:
    settings.USES_EMBEDDED_DATABASE = False
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        seed(5)

    with pytest.raises(CommandError, match="1 or more"):
        settings.DEMONSTRATION = True
        seed(0)
