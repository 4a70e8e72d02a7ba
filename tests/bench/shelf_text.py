"""Invents pages of files for measuring: varied, and the same for the same seed.

How often a word stands in them is known: see the words below. What becomes of the
pages is `tests.bench.shelf`'s.
"""

from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from portal.loading import files
from portal.loading.scale import COMMON, SELDOM, WORDS

DIFFERENT = 2_000
"""Texts of pages; each stands in about a hundred files."""
SHARES = {COMMON: 0.30, SELDOM: 0.02}
"""The share of files, and of pages, that say a word: all pages of such a file do."""
PHRASE = "residents asked the records team twice"
"""Stands in one file alone, though its words stand in many."""
TAIL = 20_000
"""Rarer words beside those of the sentences: names, places, terms of a trade."""
_SYLLABLES = (
    "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan thor wick ley"
)


@dataclass(frozen=True)
class PageText:
    """The text of a page, and which of the counted words it says, if any."""

    word: str
    text: str


def page_texts(seed: int = 1) -> list[PageText]:
    """Different pages of about 1,500 characters, by the shares of their words."""
    rng = Random(seed)
    words = files.read(WORDS)
    tail = _tail(rng)
    said = [word for word, share in SHARES.items() for _ in range(_count(share))]
    said += [""] * (DIFFERENT - len(said))
    return [PageText(word, _page(rng, words, tail, word)) for word in said]


def _count(share: float) -> int:
    return round(DIFFERENT * share)


def _tail(rng: Random) -> tuple[list[str], list[float]]:
    """Invented words with the weights of Zipf's law, summed up for drawing."""
    syllables = _SYLLABLES.split()
    found: dict[str, None] = {}
    while len(found) < TAIL:
        found["".join(rng.choices(syllables, k=rng.randint(2, 4)))] = None
    return list(found), list(accumulate(1 / (n + 20) for n in range(TAIL)))


def _page(
    rng: Random, words: Any, tail: tuple[list[str], list[float]], word: str
) -> str:
    """Eight sentences of the trade, and as many of rarer words."""
    sort = rng.choice(words["sorts"])
    lines = list(sort["lines"])
    for part in ("challenge", "solution", "results", "learnings"):
        lines += rng.sample(words[part], 2)
    names, weights = tail
    for _ in range(8):
        drawn = rng.choices(names, cum_weights=weights, k=rng.randint(8, 14))
        lines.append(f"The {' '.join(drawn)} of {{year}}.")
    if word:
        lines += [f"The {word} is named here.", f"Ask the {word} first."]
    rng.shuffle(lines)
    return " ".join(lines).format(
        n=rng.randint(12, 90),
        m=rng.randint(2, 11),
        p=rng.randint(3, 40),
        w=rng.randint(4, 26),
        year=rng.randint(2019, 2026),
        area=rng.choice(sort["areas"]).replace("-", " "),
        group=rng.choice(sort["groups"]).replace("-", " "),
        council=rng.choice(words["councils"]),
    )
