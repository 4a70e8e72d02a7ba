"""The floor's pages of resources: the list that finds words inside files, and one.

What a floor is, and how it stays honest, is said in `tests.bench.floor`.
"""

from typing import Any

from tests.bench import floor
from tests.bench.floor import PAGE, Counts, Query
from tests.bench.folding import SHELF_FACETS, Rows, folded

KIND = 4
TYPES = {"policy": 1, "dpia": 2, "equality": 3, "playbook": 4}
SNIPPET = "'MaxWords=32, MinWords=12, MaxFragments=1'"
ASKED = "websearch_to_tsquery('portal', %s)"
READY = (
    " JOIN resources_resourceversion v ON v.id = f.version_id AND v.state = 'ready'"
    " JOIN councils_searchentry e"
    " ON e.record_id = v.resource_id AND e.file_version = v.number"
)
CURRENCY = (
    "CASE WHEN review_on IS NULL THEN 2 WHEN review_on <= current_date THEN 1 ELSE 0"
    " END AS currency"
)


def visible(member: int | None) -> str:
    return f"{floor.visible(member, KIND)} AND resource_type > 0"


def chosen(query: Query) -> dict[str, str]:
    """The condition of each chosen facet, by facet."""
    if "type" not in query:
        return {}
    codes = ", ".join(str(TYPES[value]) for value in query["type"])
    return {"type": f"resource_type IN ({codes})"}


def matching(text: str) -> tuple[str, list[Any]]:
    """The rows that say `text`, or whose file does: words by file, phrases by page."""
    if not text:
        return "true", []
    files = "SELECT version_id FROM resources_filewords WHERE vector"
    if '"' in text:
        files = (
            "SELECT DISTINCT version_id FROM resources_resourcepage"
            " WHERE NOT is_hidden AND vector"
        )
    return (
        "(record_id, audiences) IN (WITH q AS MATERIALIZED"
        f" (SELECT {ASKED} AS q) SELECT record_id, audiences FROM councils_searchentry"
        f" WHERE kind = {KIND} AND vector @@ (SELECT q FROM q) UNION ALL"
        f" SELECT e.record_id, e.audiences FROM ({files} @@ (SELECT q FROM q)) f"
        f" {READY})"
    ), [text]


def counted(query: Query, member: int | None) -> Counts:
    """The total and all facets' counts, each ignoring its own facet, at once."""
    matches, params = matching(query.get("q", [""])[0])
    conditions = chosen(query)
    columns = [column for _, column, _ in SHELF_FACETS]
    names = ", ".join(columns)
    places: dict[str | None, int] = {None: 0}
    filters = "count(*)"
    if conditions:
        ((name, condition),) = conditions.items()
        places[name] = 1
        filters = f"count(*) FILTER (WHERE {condition}), count(*)"
    read = names.replace("currency", CURRENCY)
    sets = ", ".join(f"({column})" for column in columns)
    rows = floor.ask(
        f"SELECT {names}, grouping({names}), {filters} FROM (SELECT {read}"
        f" FROM councils_searchentry WHERE {visible(member)} AND {matches}) t"
        f" GROUP BY GROUPING SETS ({sets}, ())",
        params,
    )
    return folded(rows, places, SHELF_FACETS)


def cards(query: Query, member: int | None) -> Rows:
    """One page of the list: ids, cards, and where in the file the words stand."""
    text = query.get("q", [""])[0]
    start = (int(query.get("page", ["1"])[0]) - 1) * PAGE
    matches, params = matching(text)
    where = " AND ".join([visible(member), *chosen(query).values(), matches])
    order, shown = "is_retired, record_id DESC", "'', NULL"
    if text:
        order = f"is_retired::int, ts_rank(title_vector, {ASKED}) DESC, record_id DESC"
        passage = (
            f"SELECT ARRAY[place, ts_headline('portal', text, {ASKED}, {SNIPPET})]"
            " FROM resources_resourcepage WHERE version_id = (SELECT id"
            " FROM resources_resourceversion v WHERE resource_id = record_id"
            " AND v.number = file_version AND state = 'ready')"
            f" AND NOT is_hidden AND (vector @@ {ASKED}) IS TRUE"
            " ORDER BY resources_resourcepage.number LIMIT 1"
        )
        shown = f"ts_headline('portal', c.text, {ASKED}, {SNIPPET}), ({passage})"
        params = [text] * 5
    return floor.ask(
        f"WITH page AS MATERIALIZED (SELECT record_id, audiences, file_version,"
        f" row_number() OVER () AS place FROM (SELECT record_id, audiences,"
        f" file_version FROM councils_searchentry WHERE {where} ORDER BY {order}"
        f" LIMIT {PAGE} OFFSET {start}) p) SELECT r.key, c.card, {shown} FROM page"
        f" JOIN councils_searchcard c USING (record_id, audiences)"
        f" JOIN councils_record r ON r.id = page.record_id ORDER BY page.place",
        params,
    )


def list_page(query: Query, member: int | None) -> list[str]:
    """The list with all its counts, and the words where they stand."""
    total, found = floor.counts(query, member, counted)
    parts = floor.form_parts(f"{total} resources", found)
    for key, card, snippet, passage in cards(query, member):
        place, words = passage or ("", snippet or card["summary"])
        parts.append(
            f'<li><h2><a href="/resources/{key}/">{card["title"]}</a></h2>'
            f"<p>{card['lead']} {card['resource_type_words']} {card['licence']}</p>"
            f"<p>{place} {words}</p>"
            f"<p>{', '.join(card['service_areas'])} {card['review_on']}</p></li>"
        )
    parts.append("</ol>")
    return parts


def resource_page(key: str, member: int | None) -> list[str]:
    """One resource, how many versions it has, and the file that readers get."""
    rows = floor.ask(
        "SELECT w.snapshot, r.version, v.name, v.size_bytes, v.page_count"
        " FROM councils_record r"
        " JOIN councils_recordversion w ON w.record_id = r.id AND w.number = r.version"
        " LEFT JOIN resources_resourceversion v ON v.resource_id = r.id"
        " AND v.number = (w.snapshot->>'current_version')::int AND v.state = 'ready'"
        f" WHERE r.key = %s AND EXISTS (SELECT 1 FROM councils_searchentry"
        f" WHERE record_id = r.id AND {visible(member)})",
        [key],
    )
    ((snapshot, version, name, size, pages),) = rows
    return [
        f"<h1>{snapshot['title']}</h1><p>{version} versions</p>",
        f"<p>{name}, {pages} pages, {size} bytes</p><dl>",
        *(f"<dt>{code}</dt><dd>{value}</dd>" for code, value in snapshot.items()),
        "</dl>",
    ]
