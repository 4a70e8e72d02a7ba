"""What the loaders write: once, for everyone to see how, and never over people's words.

The content itself is data; here stands that it loads and what it must contain.
"""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError

from catalogue.models import ServiceArea, Stage, UseCase
from councils.models import (
    Council,
    Publishing,
    Sharing,
    User,
)
from tests.portal.loaded import counts, load

pytestmark = pytest.mark.django_db


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
