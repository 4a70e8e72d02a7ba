"""Tells whoever uploads a file that others may have shared the same, or nearly.

Only what the reader finds in the list is named: nobody learns that a hidden file is
there. Trigrams do not serve here: over a document of some pages nearly all English
texts share most of theirs, and an index of them is larger than the texts. So phrases
taken from the text find candidates in the index of pages, and shingles of five words
say how much of the one stands in the other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from resources.uses import visible_resources

PROBES = 12
PROBE_WORDS = 6
SHINGLE_WORDS = 5
LONGEST = 200_000
"""Characters of a text that are compared."""
MOST = 5
MOST_CANDIDATES = 20
ALIKE = 0.6
"""The share of shingles in common from which two texts are nearly the same."""

_WORD = re.compile(r"[^\W_]+")
_FILES = """
    FROM resources_resourceversion version
    JOIN councils_searchentry entry
      ON entry.record_id = version.resource_id
     AND entry.file_version = version.number
     AND (entry.record_id, entry.audiences) IN ({rows})
    JOIN councils_record record ON record.id = entry.record_id
   WHERE version.state = 'ready' AND record.key <> %s
"""


@dataclass(frozen=True)
class Likeness:
    """A resource whose file is the same, or nearly; `share` is between 0 and 1."""

    key: str
    title: str
    share: float

    @property
    def url(self) -> str:
        return reverse("resources:resource_detail", args=[self.key])

    @property
    def percent(self) -> int:
        return int(self.share * 100)


def same_file(sha256: str, reader: Any, *, besides: str = "") -> list[Likeness]:
    """The resources whose current file has these very bytes, as this reader sees them.

    `besides` is the key of the resource that is being uploaded to.
    """
    if not sha256:
        return []
    rows, given = _visible_rows(reader)
    sql = f"SELECT record.key, entry.title {_FILES.format(rows=rows)}"
    sql += " AND version.sha256 = %s ORDER BY record.id LIMIT %s"
    found = _fetched(sql, [*given, besides, sha256, MOST])
    return [Likeness(key, title, 1.0) for key, title in found]


def near_identical(text: str, reader: Any, *, besides: str = "") -> list[Likeness]:
    """The resources whose current file says nearly the same, likest first."""
    phrases = _probes(text)
    if not phrases:
        return []
    rows, given = _visible_rows(reader)
    query = " || ".join(["phraseto_tsquery('portal', %s)"] * len(phrases))
    sql = f"""
        SELECT record.key, entry.title, (
            SELECT left(string_agg(p.text, ' ' ORDER BY p.number), %s)
              FROM resources_resourcepage p
             WHERE p.version_id = version.id AND NOT p.is_hidden
        ) {_FILES.format(rows=rows)}
          AND version.id IN (
            SELECT page.version_id FROM resources_resourcepage page
             WHERE NOT page.is_hidden AND page.vector @@ ({query})
          )
        ORDER BY record.id LIMIT %s
    """  # noqa: S608  made of constants, and of a statement with parameters
    found = _fetched(sql, [LONGEST, *given, besides, *phrases, MOST_CANDIDATES])
    mine = shingles(text[:LONGEST])
    alike = [
        Likeness(key, title, likeness(mine, shingles(other or "")))
        for key, title, other in found
    ]
    alike.sort(key=lambda each: -each.share)
    return [each for each in alike if each.share >= ALIKE][:MOST]


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of five words of a text, in small letters."""
    words = _words(text)
    runs = range(len(words) - SHINGLE_WORDS + 1)
    return frozenset(tuple(words[n : n + SHINGLE_WORDS]) for n in runs)


def likeness(first: Iterable[Any], second: Iterable[Any]) -> float:
    """What two sets of shingles share, of what either has: 0 to 1 (Jaccard)."""
    one, other = frozenset(first), frozenset(second)
    either = one | other
    return len(one & other) / len(either) if either else 0.0


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _probes(text: str) -> list[str]:
    """Short phrases from all over the text; none where it is too short to tell."""
    words = _words(text[:LONGEST])
    if len(words) < PROBE_WORDS * 2:
        return []
    step = max(1, (len(words) - PROBE_WORDS) // PROBES)
    starts = range(0, len(words) - PROBE_WORDS + 1, step)
    return [" ".join(words[n : n + PROBE_WORDS]) for n in list(starts)[:PROBES]]


def _visible_rows(reader: Any) -> tuple[str, tuple[Any, ...]]:
    """The reader's rows of the shelf, as a statement for the other."""
    rows = visible_resources(reader).order_by().values_list("record_id", "audiences")
    sql, given = rows.query.sql_with_params()
    return sql, given


def _fetched(sql: str, given: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
