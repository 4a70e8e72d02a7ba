"""The floor: what the pages would cost if Django, templates and safety were free.

The same lists from the same tables, with the fewest statements we know, psycopg
straight, and pages made by str.join. When somebody finds a faster way, this file takes
it first. Pages of resources are `floor_shelf`'s; serving both is `floor_site`'s.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from tests.bench.folding import FACETS, Rows, folded

Query = dict[str, list[str]]

PAGE = 25
COLUMNS = [column for _, column, _ in FACETS]
STAGES = {"not_stated": 1, "scan": 2, "pilot": 3, "scale": 4}


@cache
def pool() -> ConnectionPool:
    """One pool a worker, as the portal has."""
    return ConnectionPool(
        os.environ["FLOOR_DATABASE"],
        min_size=1,
        max_size=4,
        kwargs={"autocommit": True, "cursor_factory": psycopg.ClientCursor},
        open=True,
    )


said: list[str] | None = None
"""Where the statements of a page are kept while they are counted."""


def ask(sql: str, params: Iterable[Any]) -> Rows:
    """The rows that one statement gives."""
    with pool().connection() as connection:
        if said is not None:
            said.append(connection.cursor().mogrify(sql, list(params)))
        return connection.execute(sql, list(params)).fetchall()


@cache
def words() -> dict[str, dict[int, str]]:
    """The labels of facets, read once: {facet: {number: label}}."""
    found: dict[str, dict[int, str]] = {}
    for facet, sql in {
        "council": "SELECT id, short_name FROM councils_council",
        "service_area": "SELECT bit, label FROM catalogue_servicearea",
        "user_group": "SELECT bit, label FROM catalogue_usergroup",
        "product": "SELECT id, title FROM councils_record WHERE kind = 'product'",
        "supplier": "SELECT id, title FROM councils_record WHERE kind = 'supplier'",
    }.items():
        found[facet] = dict(ask(sql, ()))  # type: ignore[arg-type]
    return found


@cache
def bits_by_code() -> dict[str, int]:
    return dict(ask("SELECT code, bit FROM catalogue_servicearea", ()))  # type: ignore[arg-type]


def visible(member: int | None, kind: int = 1) -> str:
    """The rows of a kind that this reader may read, as SQL."""
    if member is None:
        return f"kind = {kind} AND audiences & 4 <> 0"
    mine = f"councils && '{{{member}}}'::smallint[]"
    seen = f"({mine} AND audiences & 1 <> 0) OR (NOT {mine} AND audiences & 2 <> 0)"
    return f"kind = {kind} AND ({seen})"


def chosen(query: Query) -> dict[str, str]:
    """The condition of each chosen facet, by facet."""
    conditions = {}
    if "stage" in query:
        codes = ", ".join(str(STAGES[value]) for value in query["stage"])
        conditions["stage"] = f"stage IN ({codes})"
    if "service_area" in query:
        mask = sum(1 << bits_by_code()[code] for code in set(query["service_area"]))
        conditions["service_area"] = f"service_areas & {mask} <> 0"
    return conditions


Counts = tuple[int, dict[str, Counter[Any]]]
Count = Callable[[Query, int | None], Counts]
kept: dict[tuple[Count, int | None], tuple[int, Counts]] = {}
"""The counts of a whole list for each reader, with the generation they are of."""


def counts(query: Query, member: int | None, count: Count | None = None) -> Counts:
    """As `counted`; those of the whole list are kept until something is written."""
    count = count or counted
    if query.keys() - {"page"}:
        return count(query, member)
    ((now,),) = ask("SELECT bit_xor(mark) FROM councils_generationmark", ())
    made, found = kept.get((count, member), (None, None))
    if found is None or made != now:
        found = count(query, member)
        kept[count, member] = (now, found)
    return found


def counted(query: Query, member: int | None) -> Counts:
    """The total and all facets' counts, each ignoring its own facet, at once."""
    text, conditions = query.get("q", [""])[0], chosen(query)
    where = visible(member)
    params = []
    if text:
        where += " AND vector @@ websearch_to_tsquery('portal', %s)"
        params.append(text)
    names = ", ".join(COLUMNS)
    own = {None, *(name for name in conditions)}
    chosen_but = {
        skipped: " AND ".join(c for n, c in conditions.items() if n != skipped)
        or "true"
        for skipped in own
    }
    places = {skipped: place for place, skipped in enumerate(chosen_but)}
    filters = ", ".join(f"count(*) FILTER (WHERE {c})" for c in chosen_but.values())
    if not conditions:
        filters = "count(*)"
    sets = ", ".join(f"({column})" for column in COLUMNS)
    rows = ask(
        f"SELECT {names}, grouping({names}), {filters} FROM councils_searchentry"
        f" WHERE {where} GROUP BY GROUPING SETS ({sets}, ())",
        params,
    )
    return folded(rows, places)


def cards(query: Query, member: int | None) -> Rows:
    """One page of the list, ids and cards in one statement."""
    text = query.get("q", [""])[0]
    start = (int(query.get("page", ["1"])[0]) - 1) * PAGE
    where = " AND ".join([visible(member), *chosen(query).values()])
    order, snippet, params = "is_retired, record_id DESC", "''", []
    if text:
        where += " AND vector @@ websearch_to_tsquery('portal', %s)"
        rank = "ts_rank(title_vector, websearch_to_tsquery('portal', %s))"
        order = f"is_retired::int, {rank} DESC, record_id DESC"
        snippet = (
            "ts_headline('portal', c.text, websearch_to_tsquery('portal', %s),"
            " 'MaxWords=32, MinWords=12, MaxFragments=1')"
        )
        params = [text, text, text]
    return ask(
        f"WITH page AS MATERIALIZED (SELECT record_id, audiences,"
        f" row_number() OVER () AS place FROM (SELECT record_id, audiences"
        f" FROM councils_searchentry WHERE {where} ORDER BY {order}"
        f" LIMIT {PAGE} OFFSET {start}) p)"
        f" SELECT r.key, c.card, {snippet} FROM page"
        f" JOIN councils_searchcard c USING (record_id, audiences)"
        f" JOIN councils_record r ON r.id = page.record_id ORDER BY place",
        params,
    )


def list_page(query: Query, member: int | None) -> list[str]:
    """The list with all its counts."""
    total, found = counts(query, member)
    parts = form_parts(f"{total} use cases", found)
    for key, card, snippet in cards(query, member):
        parts.append(
            f'<li><h2><a href="/use-cases/{key}/">{card["title"]}</a></h2>'
            f"<p>{card['lead']} {card['product']} {card['stage']} {card['status']}</p>"
            f"<p>{snippet or card['summary']}</p>"
            f"<p>{', '.join(card['service_areas'])} {card['verified_on']}</p></li>"
        )
    parts.append("</ol>")
    return parts


def form_parts(heading: str, found: dict[str, Counter[Any]]) -> list[str]:
    """The head of a list: its filters with their counts."""
    parts = [f"<h1>{heading}</h1><form>"]
    labels = words()
    for name, counter in found.items():
        known = labels.get(name, {})
        parts.append(f"<fieldset><legend>{name}</legend>")
        parts += [
            f'<label><input type="checkbox" name="{name}" value="{number}">'
            f"{known.get(number, number)} ({count})</label>"
            for number, count in counter.most_common(40)
        ]
        parts.append("</fieldset>")
    parts.append("</form><ol>")
    return parts


def record_page(key: str, member: int | None) -> list[str]:
    """One record and how many versions it has."""
    rows = ask(
        "SELECT v.snapshot, r.version FROM councils_record r"
        " JOIN councils_recordversion v ON v.record_id = r.id AND v.number = r.version"
        f" WHERE r.key = %s AND EXISTS (SELECT 1 FROM councils_searchentry"
        f" WHERE record_id = r.id AND {visible(member)})",
        [key],
    )
    (snapshot, version), *_ = rows
    return [
        f"<h1>{snapshot['title']}</h1><p>{version} versions</p><dl>",
        *(f"<dt>{code}</dt><dd>{value}</dd>" for code, value in snapshot.items()),
        "</dl>",
    ]


def history_page(key: str, member: int | None) -> list[str]:
    """All versions of one record with who wrote them."""
    rows = ask(
        "SELECT v.number, v.at, v.snapshot, s.reason, p.name"
        " FROM councils_record r JOIN councils_recordversion v ON v.record_id = r.id"
        " JOIN councils_changeset s ON s.id = v.change_set_id"
        " LEFT JOIN councils_user p ON p.id = s.by_id"
        f" WHERE r.key = %s AND EXISTS (SELECT 1 FROM councils_searchentry"
        f" WHERE record_id = r.id AND {visible(member)}) ORDER BY v.number DESC",
        [key],
    )
    return [
        f"<section><h2>{number} {at} {name}</h2><p>{reason}</p>"
        f"<p>{json.dumps(snapshot)[:200]}</p></section>"
        for number, at, snapshot, reason, name in rows
    ]


def board_page(member: int | None) -> list[str]:
    """Products down, councils across."""
    rows = ask(
        "SELECT product, lead, max(stage), count(*), min(record_id)"
        f" FROM councils_searchentry WHERE {visible(member)} AND product <> 0"
        " GROUP BY product, lead ORDER BY product, lead",
        (),
    )
    labels = words()
    cells = {(product, lead): (stage, count) for product, lead, stage, count, _ in rows}
    products = dict.fromkeys(product for product, *_ in rows)
    parts = ["<table>"]
    for product in list(products)[:60]:
        parts.append(f"<tr><th>{labels['product'].get(product)}</th>")
        for lead, name in labels["council"].items():
            stage, count = cells.get((product, lead), ("", ""))
            parts.append(
                f'<td><a href="/use-cases/?product={product}&council={name}">'
                f"{stage} ({count})</a></td>"
            )
        parts.append("</tr>")
    parts.append("</table>")
    return parts
