"""Writes the search rows of records, in the transaction that changed them.

What each row says is put together in `councils.row_contents`; who may read one is
said by `SearchEntry.objects.visible_to`.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from councils.kinds import Kind, Values, all_kinds
from councils.models.council import Council
from councils.models.record import OUT_OF_DRAFT, Publishing, Record, Sharing
from councils.models.search import Audience, SearchEntry
from councils.plain_text import run_on, without_signs
from councils.row_contents import RowContent, contents
from councils.snapshots import snapshots

BATCH = 1_000
VECTORS = ("title_vector", "vector")
NUL = "\x00"

_AUDIENCES = {
    Sharing.OWN: Audience.OWN,
    Sharing.REGION: Audience.OWN | Audience.REGION,
    Sharing.PUBLIC: Audience.OWN | Audience.REGION | Audience.PUBLIC,
}


def audiences_of(values: Values) -> int:
    """The mask of audiences that a record in this state serves; a draft its own.

    What is to be shared beyond its council may be read, while it waits, by whoever
    decides that for the region.
    """
    if values["publishing"] in OUT_OF_DRAFT:
        return int(_AUDIENCES[Sharing(values["sharing"])])
    waits = values["publishing"] == Publishing.IN_REVIEW
    if waits and values["sharing"] != Sharing.OWN:
        return int(Audience.OWN | Audience.REVIEW)
    return int(Audience.OWN)


def write_search_rows(
    kind: Kind, states: Mapping[int, Values], *, at_once: bool = False
) -> None:
    """Replace the rows of these records, and of the records whose rows show them.

    The latter `at_once` where somebody may read less of these than before.
    """
    from councils.rewriting import rewrite_what_shows

    _replace(kind, states)
    rewrite_what_shows(kind.model, list(states), at_once=at_once)


def rewrite(kind: Kind, pks: Iterable[int]) -> None:
    """Read these records again and replace their rows, a thousand at a time.

    Each thousand is locked first: a change that is being committed is waited for, and
    its rows are never replaced by those of an older state.
    """
    wanted = sorted(pks)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM councils_record WHERE id = ANY(%s)"
                " ORDER BY id FOR NO KEY UPDATE",
                [batch],
            )
            _replace(kind, snapshots(kind, batch))


def rebuild() -> int:
    """Write all rows again; returns how many records have one.

    What others show comes first: a name is shown only where its own row is visible.
    """
    count = 0
    for kind in sorted(all_kinds(), key=lambda kind: -kind.number):
        pks = list(Record.objects.filter(kind=kind.code).values_list("pk", flat=True))
        rewrite(kind, pks)
        count += len(pks)
    return count


def _replace(kind: Kind, states: Mapping[int, Values]) -> None:
    if not states:
        return
    councils = dict(Council.objects.values_list("slug", "id"))
    masks = {pk: audiences_of(values) for pk, values in states.items()}
    rows = [
        _row(kind, content, councils)
        for content in contents(kind, states, masks, councils)
    ]
    with connection.cursor() as cursor:
        for table in ("councils_searchentry", "councils_searchcard"):
            cursor.execute(
                f"DELETE FROM {table} WHERE record_id = ANY(%s)",  # noqa: S608  names of our own columns
                [list(states)],
            )
        cursor.execute(_INSERT_ENTRIES, [json.dumps(rows)])
        cursor.execute(_INSERT_CARDS, [json.dumps(rows)])


def _row(
    kind: Kind, content: RowContent, councils: Mapping[str, int]
) -> dict[str, Any]:
    values = content.values
    lead = councils[values["lead"]]
    texts = weighted_texts(kind, values)
    texts["C"] = f"{texts['C']} {content.written.words}".strip()
    return {
        "record_id": content.pk,
        "audiences": content.audiences,
        "kind": kind.number,
        "is_retired": values["publishing"] == Publishing.RETIRED,
        "lead": lead,
        "councils": [lead, *(councils[slug] for slug in values["partners"])],
        "verified_on": values["verified_on"],
        "title": values["title"],
        **{f"text_{weight.lower()}": text for weight, text in texts.items()},
        "card": content.card,
        "text": readable_text(kind, values, content.written.words),
        **content.written.columns,
    }


def weighted_texts(kind: Kind, values: Values) -> dict[str, str]:
    """The texts to index, joined by weight: {"A": title, "B": ..., "C": ..., "D": ...}.

    Only text fields that declare a weight are indexed.
    """
    texts: dict[str, list[str]] = {"A": [], "B": [], "C": [], "D": []}
    for code, declared in kind.fields.items():
        if declared.weight and values.get(code):
            texts[declared.weight].append(str(values[code]))
    return {weight: " ".join(parts) for weight, parts in texts.items()}


def readable_text(kind: Kind, values: Values, words: str) -> str:
    """What the words around a hit are cut from: the indexed texts but the title.

    `words` are those that the record is found by besides; they stand before the longest
    texts, which weigh least.
    """
    texts: dict[str, list[str]] = {"B": [], "C": [], "D": []}
    for code, declared in kind.fields.items():
        if declared.weight in texts and values.get(code):
            text = str(values[code])
            texts[declared.weight].append(
                without_signs(text) if declared.is_markdown else text
            )
    return run_on([*texts["B"], *texts["C"], words, *texts["D"]])


def _columns() -> list[tuple[str, str]]:
    """The plain columns of a search row with their PostgreSQL types."""
    return [
        (str(field.column), str(field.db_type(connection)))
        for field in SearchEntry._meta.concrete_fields
        if field.name not in VECTORS
    ]


def _insert_entries() -> str:
    columns = _columns()
    names = ", ".join(name for name, _ in columns)
    shape = ", ".join(
        f"{name} {'bigint' if name == 'record_id' else kind}" for name, kind in columns
    )
    values = ", ".join(
        f"COALESCE({name}, {_DEFAULTS[kind]})" if kind in _DEFAULTS else name
        for name, kind in columns
    )
    texts = ", ".join(f"text_{weight} text" for weight in "abcd")
    weighted = " || ".join(
        f"setweight(to_tsvector('portal', COALESCE(text_{weight.lower()}, '')),"
        f" '{weight}')"
        for weight in "ABCD"
    )
    return (
        f"INSERT INTO councils_searchentry ({names}, title_vector, vector)"  # noqa: S608  names of our own columns
        f" SELECT {values}, to_tsvector('portal', title), {weighted}"
        f" FROM jsonb_to_recordset(%s) AS r({shape}, {texts})"
    )


_DEFAULTS = {
    "smallint": "0",
    "integer": "0",
    "bigint": "0",
    "boolean": "false",
    "smallint[]": "'{}'",
    "integer[]": "'{}'",
    "text[]": "'{}'",
}
_INSERT_ENTRIES = _insert_entries()
_INSERT_CARDS = (
    "INSERT INTO councils_searchcard (record_id, audiences, card, text)"
    " SELECT record_id, audiences, card, text FROM jsonb_to_recordset(%s)"
    " AS r(record_id bigint, audiences smallint, card jsonb, text text)"
)
