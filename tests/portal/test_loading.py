"""What the loaders write: once, for everyone to see how, and never over people's words.

The content itself is data; here stands that it loads and what it must contain.
"""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from catalogue.models import Product, ServiceArea, Stage, Supplier, UseCase
from councils.actions import create_record
from councils.difference import Change, apply
from councils.models import (
    ChangeSet,
    Council,
    Decision,
    Publishing,
    RecordVersion,
    SearchEntry,
    Sharing,
    User,
)
from councils.snapshots import snapshots

pytestmark = pytest.mark.django_db
PASSWORD = "four words of the sea"


def load(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    models: list[Any] = [Council, User, Supplier, Product, UseCase, RecordVersion]
    models += [ChangeSet, Decision, SearchEntry, ServiceArea]
    return {model.__name__: model.objects.count() for model in models}


def test_the_baseline_is_public_sourced_and_nobodys_word_yet() -> None:
    load("load_baseline")

    entries = UseCase.objects.filter(external_source="baseline")
    assert entries.count() >= 5
    for entry in entries:
        assert entry.is_publicly_sourced
        assert (entry.sharing, entry.publishing) == (
            Sharing.PUBLIC,
            Publishing.PUBLISHED,
        )
        assert entry.steward is None
        begun = entry.decisions.get(machine="stage")
        assert (begun.by, begun.to_state) == (None, entry.stage)
        assert entry.versions.get().change_set.by is None
    assert UseCase.objects.visible_to(AnonymousUser()).count() == entries.count()
    assert entries.filter(stage=Stage.NOT_STATED).exists()


def test_words_get_their_bits_in_the_order_of_the_file() -> None:
    load("load_baseline")

    bits = list(ServiceArea.objects.order_by("position").values_list("bit", flat=True))
    assert bits == list(range(len(bits)))


def test_loading_the_baseline_again_writes_nothing_and_keeps_what_people_changed() -> (
    None
):
    load("load_baseline")
    council = Council.objects.get(slug="gateshead")
    council.name, council.website = "Gateshead Council", ""
    council.save()
    before = counts()

    said = load("load_baseline")

    assert counts() == before
    council.refresh_from_db()
    assert council.name == "Gateshead Council"
    assert council.website == "https://www.gateshead.gov.uk/"
    assert "1 organisation" in said
    assert "nothing is new" in load("load_baseline")


def test_the_demonstration_is_refused_where_it_is_not_asked_for(settings: Any) -> None:
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="in a demonstration only"):
        load("load_demo")

    assert not User.objects.exists()


@override_settings(DEMONSTRATION=True, DEMO_PASSWORD=PASSWORD)
class DemonstrationTest(TestCase):
    """Loaded once, since that takes a while."""

    @classmethod
    def setUpTestData(cls) -> None:
        load("load_demo")

    def test_the_demonstration_covers_what_a_visitor_looks_for(self) -> None:
        entries = UseCase.objects.filter(external_source="demonstration")
        assert entries.count() >= 60
        assert set(entries.values_list("stage", flat=True)) == {
            "scan",
            "pilot",
            "scale",
        }
        assert set(entries.values_list("status", flat=True)) == {
            "active",
            "paused",
            "stopped",
        }
        assert set(entries.values_list("sharing", flat=True)) == set(Sharing.values)
        assert set(entries.values_list("publishing", flat=True)) == set(
            Publishing.values
        )
        for wanted in ("Copilot", "chatbot", "transcription", "summary", "flood"):
            query = SearchQuery(wanted, config="portal")
            assert SearchEntry.objects.filter(kind=1, vector=query).exists(), wanted
        assert not UseCase.objects.filter(lead__slug="eastmoor").exists()
        assert Council.objects.filter(is_demonstration=True).count() == 3
        assert not entries.filter(lead__is_demonstration=False).exists()

    def test_demonstration_entries_have_a_past_in_order(self) -> None:
        for entry in UseCase.objects.filter(external_source="demonstration"):
            log = entry.decisions.filter(machine="stage").order_by("on", "id")
            assert [d.to_state for d in log][-1] == entry.stage, entry
            assert all(d.by_id for d in log)
            times = [v.at for v in entry.versions.order_by("number")]
            assert times == sorted(times), entry
            assert times[0] == entry.created_at
            latest = entry.versions.order_by("-number")[0]
            state = snapshots(entry.declared, [entry.pk])[entry.pk]
            assert latest.snapshot == state
        edits = ChangeSet.objects.filter(reason__startswith="Adult care's projects")
        assert edits.get().versions.count() == 3

    def test_loading_the_demonstration_again_only_renews_the_password(self) -> None:
        lead = User.objects.get(email="lead@northford.example")
        assert lead.check_password(PASSWORD)
        entry = UseCase.objects.filter(lead__slug="northford", publishing="published")[
            0
        ]
        apply(entry, [Change("title", entry.title, "Another title")], lead, "Because")
        before = counts()

        with override_settings(DEMO_PASSWORD="another four words"):
            assert "nothing is new" in load("load_demo")

        assert counts() == before
        lead.refresh_from_db()
        assert lead.check_password("another four words")
        entry.refresh_from_db()
        assert entry.title == "Another title"

    def test_a_lead_of_the_demonstration_can_work_at_once(self) -> None:
        lead = User.objects.get(email="lead@eastmoor.example")
        entry = create_record(
            UseCase.objects.all()[0].declared, {"title": "First of Eastmoor"}, by=lead
        )
        assert entry.lead.slug == "eastmoor"
