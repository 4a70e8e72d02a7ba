"""The same file, or nearly the same text, is told to whoever may see where it is."""

import hashlib

from councils.models import Sharing
from resources.duplicates import likeness, near_identical, same_file, shingles
from tests.cast import Cast
from tests.resources.filed import filed, give_file

TEXT = (
    "Begin with one team and one task that it does every week. Measure how long the"
    " task takes before anything is switched on, for three weeks at least. Ask the"
    " union and the data protection officer before the first recording is made."
    " Tell every resident who is recorded what happens with the words, and offer"
    " a way to say no that costs them nothing. Stop when the measures do not move."
)
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()


def test_the_same_bytes_are_named_with_a_link(cast: Cast) -> None:
    made = filed(cast.lead, "Pilot", {"page 1": TEXT}, sharing=Sharing.REGION)
    (found,) = same_file(DIGEST, cast.neighbour)
    assert (found.key, found.title, found.share) == (made.key, "Pilot", 1.0)
    assert found.url == made.get_absolute_url()
    assert same_file("0" * 64, cast.neighbour) == []
    assert same_file("", cast.neighbour) == []
    assert same_file(DIGEST, cast.neighbour, besides=made.key) == []


def test_nearly_the_same_text_is_named_and_another_is_not(cast: Cast) -> None:
    filed(cast.lead, "Pilot", {"page 1": TEXT}, sharing=Sharing.REGION)
    changed = TEXT.replace("three weeks", "four weeks")
    (found,) = near_identical(changed, cast.neighbour)
    assert found.title == "Pilot"
    assert 60 <= found.percent < 100
    other = "Write to the supplier about the contract. " * 8
    assert near_identical(other, cast.neighbour) == []
    assert near_identical(TEXT[:150] + " " + other * 3, cast.neighbour) == []
    assert near_identical("Too short.", cast.neighbour) == []
    assert near_identical("", cast.neighbour) == []


def test_a_text_over_several_pages_is_compared_whole(cast: Cast) -> None:
    half = len(TEXT) // 2
    pages = {"page 1": TEXT[:half], "page 2": TEXT[half:]}
    filed(cast.lead, "Pilot", pages, sharing=Sharing.REGION)
    (found,) = near_identical(TEXT, cast.neighbour)
    assert found.percent > 80


def test_a_hidden_file_is_nobody_elses_duplicate(cast: Cast) -> None:
    filed(cast.lead, "Secret pilot", {"page 1": TEXT})
    assert [f.title for f in same_file(DIGEST, cast.reader)] == ["Secret pilot"]
    assert [f.title for f in near_identical(TEXT, cast.reader)] == ["Secret pilot"]
    for reader in (cast.neighbour, cast.stranger):
        assert same_file(DIGEST, reader) == []
        assert near_identical(TEXT, reader) == []


def test_hidden_places_and_old_versions_are_not_compared(cast: Cast) -> None:
    made = filed(
        cast.lead, "Pilot", {"comments": TEXT, "page 1": "x"}, sharing=Sharing.REGION
    )
    assert near_identical(TEXT, cast.lead) == []
    give_file(made, cast.lead, {"page 1": TEXT})
    give_file(made, cast.lead, {"page 1": "Something else."})
    assert near_identical(TEXT, cast.lead) == []
    assert same_file(DIGEST, cast.lead) == []


def test_likeness_is_between_nothing_and_all() -> None:
    words = shingles("one two three four five six")
    assert len(words) == 2
    assert likeness(words, words) == 1.0
    assert likeness(words, shingles("ONE, two three; four five")) == 0.5
    assert likeness(shingles("a b"), shingles("")) == 0.0
