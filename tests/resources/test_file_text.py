"""Words find a file wherever in it they stand, phrases where they stand together."""

from copy import deepcopy
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from councils.listing import cards
from councils.models import Sharing
from resources.adapting import adapt_resource
from resources.filters import ResourceFilter
from resources.models import FileWords, Resource, ResourceVersion
from resources.page_rows import MOST_WORD_BYTES
from resources.screening_pages import is_hidden_place
from tests.cast import Cast, make_cast
from tests.resources.filed import filed
from tests.resources.shelf import make_resource, upload

PAGES = {
    "page 1": "Gribble the first kettle.",
    "page 2": "A lantern stands beside a thimble.",
    "page 3": "Every lantern and every thimble, and a kettle.",
    "comments": "Never mind the walrus.",
}


@pytest.fixture(scope="module")
def built(once: None) -> tuple[Cast, Resource]:
    cast = make_cast()
    return cast, filed(cast.lead, "On kettles", PAGES, sharing=Sharing.PUBLIC)


@pytest.fixture
def cast(db: None, built: tuple[Cast, Resource]) -> Cast:
    return deepcopy(built[0])


@pytest.fixture
def made(db: None, built: tuple[Cast, Resource]) -> Resource:
    return deepcopy(built[1])


def found(cast: Cast, words: str, reader: Any = None) -> list[tuple[str, str, str]]:
    """(title, place, words around) of each hit, as the list counts and shows them."""
    query = QueryDict(mutable=True)
    query["q"] = words
    listed = ResourceFilter(query, reader=reader or cast.stranger)
    shown = cards(listed, 0, 10)
    assert listed.total == len(shown)
    return [(c.shown["title"], c.place, str(c.snippet or "")) for c in shown]


def test_words_of_different_pages_find_the_file_together(
    cast: Cast, made: Resource
) -> None:
    ((title, place, snippet),) = found(cast, "gribble thimble")
    assert (title, place) == ("On kettles", "page 1")
    assert "<mark>Gribble</mark>" in snippet


def test_a_page_that_says_all_words_is_shown_before_one_that_says_some(
    cast: Cast, made: Resource
) -> None:
    ((_, place, snippet),) = found(cast, "kettle lantern")
    assert place == "page 3"
    assert "<mark>lantern</mark>" in snippet


def test_a_phrase_must_stand_together_on_a_page(cast: Cast, made: Resource) -> None:
    ((_, place, _),) = found(cast, '"stands beside a thimble"')
    assert place == "page 2"
    assert found(cast, '"thimble lantern"') == []
    assert found(cast, '"kettle lantern"') == []
    assert found(cast, '"first kettle" thimble') == [], "with all else that is asked"


def test_what_is_excluded_must_stand_nowhere_in_the_file(
    cast: Cast, made: Resource
) -> None:
    filed(cast.lead, "On lanterns", {"page 1": "A lantern."}, sharing=Sharing.PUBLIC)
    assert [title for title, _, _ in found(cast, "lantern -gribble")] == ["On lanterns"]
    assert len(found(cast, "lantern")) == 2
    assert [title for title, _, _ in found(cast, "gribble or lantern")] == [
        "On lanterns",
        "On kettles",
    ]


def test_hidden_places_find_nothing_with_or_without_the_rest(
    cast: Cast, made: Resource
) -> None:
    for words in ("walrus", "kettle walrus", '"the walrus"'):
        assert found(cast, words) == [], words
    assert len(found(cast, "kettle -walrus")) == 1


def test_words_of_the_record_and_of_the_file_are_not_mixed(
    cast: Cast, made: Resource
) -> None:
    """A card could not show where they stand; each finds the resource alone."""
    assert len(found(cast, "kettles")) == 1
    assert found(cast, "playbook gribble") == []


def test_a_file_with_too_many_words_for_one_row_is_found_by_its_pages(
    cast: Cast, made: Resource
) -> None:
    version = ResourceVersion.objects.get(resource=made.pk)
    FileWords.objects.filter(version=version).update(vector=None)
    assert [place for _, place, _ in found(cast, "kettle lantern")] == ["page 3"]
    assert found(cast, "walrus") == []


def test_a_long_table_of_nothing_but_codes_is_read_and_found(cast: Cast) -> None:
    codes = [f"zq{number:07x}" for number in range(130_000)]
    assert sum(map(len, codes)) > MOST_WORD_BYTES
    made = make_resource(cast.lead, "Codes")
    version = upload(made, cast.lead, "\n".join(codes).encode(), "codes.txt")
    assert (version.state, version.words.vector) == ("ready", None)
    assert [title for title, _, _ in found(cast, codes[-1], cast.lead)] == ["Codes"]


def test_a_copy_is_found_by_its_own_words(cast: Cast, made: Resource) -> None:
    adapt_resource(made, title="Ours", by=cast.neighbour)
    titles = {title for title, _, _ in found(cast, "gribble", cast.neighbour)}
    assert titles == {"On kettles", "Ours"}


def test_a_refused_file_leaves_no_words(cast: Cast, made: Resource) -> None:
    version = upload(made, cast.lead, b"nul \0 byte", "a.txt")
    assert version.state == "refused"
    assert not FileWords.objects.filter(version=version).exists()


def test_the_migration_writes_the_words_that_a_new_file_gets(
    cast: Cast, made: Resource
) -> None:
    before = list(FileWords.objects.values_list())
    FileWords.objects.all().delete()
    module = import_module("resources.migrations.0006_find_files_by_their_words")
    with connection.cursor() as cursor:
        cursor.execute(module.WORDS_OF_FILES)
    assert list(FileWords.objects.values_list()) == before != []


@pytest.mark.parametrize(
    ("place", "is_hidden"),
    [
        ("page 1", False),
        ("sheet Budget (header and footer)", False),
        ("behind the slides", False),
        ("sheet Budget (what may be entered)", True),
        ("slide 2 (words about pictures)", True),
        ("words about pictures", True),
        ("texts that no cell shows", True),
        ("copies kept of other workbooks", True),
        ("data kept with the document", True),
        ("connections", True),
        ("earlier versions", True),
    ],
)
def test_what_no_reader_sees_is_a_hidden_place(place: str, is_hidden: bool) -> None:
    assert is_hidden_place(place) is is_hidden
