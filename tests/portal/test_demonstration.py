"""The demonstration: entries with a past, and files; loaded once, for it takes a while.

That loading never writes over people's words is `test_loading.py`'s.
"""

from collections.abc import Iterator

import pytest
from django.contrib.postgres.search import SearchQuery
from django.test import Client, override_settings

from catalogue.models import UseCase
from councils.actions import create_record
from councils.difference import Change, apply
from councils.models import (
    ChangeSet,
    Council,
    Publishing,
    SearchEntry,
    Sharing,
    User,
)
from councils.snapshots import snapshots
from portal.loading.starter import load_files, starter_rows
from resources.models import Adaptation, Resource, ResourceVersion
from resources.uploads import advance
from resources.upstream import waiting_news
from tests.portal.loaded import counts, load

PASSWORD = "four words of the sea"


@pytest.fixture(scope="module")
def built(once: None) -> Iterator[None]:
    with override_settings(DEMONSTRATION=True, DEMO_PASSWORD=PASSWORD):
        load("load_demo")
        yield


@pytest.fixture
def loaded(db: None, built: None) -> None:
    """The whole demonstration, as a first run leaves it."""


def test_the_demonstration_covers_what_a_visitor_looks_for(loaded: None) -> None:
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
    assert set(entries.values_list("publishing", flat=True)) == set(Publishing.values)
    for wanted in ("Copilot", "chatbot", "transcription", "summary", "flood"):
        query = SearchQuery(wanted, config="portal")
        assert SearchEntry.objects.filter(kind=1, vector=query).exists(), wanted
    assert not UseCase.objects.filter(lead__slug="eastmoor").exists()
    assert Council.objects.filter(is_demonstration=True).count() == 3
    assert not entries.filter(lead__is_demonstration=False).exists()


def test_the_regions_own_team_can_be_written_to(loaded: None) -> None:
    page = Client().get("/contact/").content.decode()
    assert 'href="mailto:catalogue@region.example"' in page
    assert "has not given a mailbox yet" not in page


def test_demonstration_entries_have_a_past_in_order(loaded: None) -> None:
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


def test_loading_the_demonstration_again_only_renews_the_password(loaded: None) -> None:
    lead = User.objects.get(email="lead@northford.example")
    assert lead.check_password(PASSWORD)
    entry = UseCase.objects.filter(lead__slug="northford", publishing="published")[0]
    apply(entry, [Change("title", entry.title, "Another title")], lead, "Because")
    before = counts()

    with override_settings(DEMO_PASSWORD="another four words"):
        assert "nothing is new" in load("load_demo")

    assert counts() == before
    lead.refresh_from_db()
    assert lead.check_password("another four words")
    entry.refresh_from_db()
    assert entry.title == "Another title"


def test_a_lead_of_the_demonstration_can_work_at_once(loaded: None) -> None:
    lead = User.objects.get(email="lead@eastmoor.example")
    entry = create_record(
        UseCase.objects.all()[0].declared, {"title": "First of Eastmoor"}, by=lead
    )
    assert entry.lead.slug == "eastmoor"


def test_files_come_once_and_a_copy_has_news_of_its_original(loaded: None) -> None:
    news = waiting_news(Adaptation.objects.get().copy)
    assert news is not None
    assert {row["field"] for row in news.difference} == {"summary", "tags"}
    versions = ResourceVersion.objects.all()
    assert versions.count() == len(starter_rows())
    first = versions.order_by("name").first()
    assert first is not None
    assert advance(first.pk).is_ready
    assert Resource.objects.get(pk=first.resource_id).current_version == 1
    assert load_files() == 0
