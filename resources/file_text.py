"""Finds search rows by what stands in the file that their readers get.

A file's text is one row a page, and one row with every word of it. Words are looked up
in the second, wherever in the file they stand; phrases, which need places, in the
first. Hidden places find nothing, nor does a version that is not current, not ready,
or held back from the row's audience. Lists are `resources.filters`; writing the rows is
`resources.page_rows`'.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from councils.listing import START, STOP

LONGEST = 100_000
"""Characters of one page in which the words of a snippet are looked for."""
OPTIONS = f"StartSel={START}, StopSel={STOP}, MaxWords=32, MinWords=12, MaxFragments=1"

# The row of a file: it is the version that the row's audience gets.
_ENTRY = """
    JOIN resources_resourceversion version
      ON version.id = found.version_id AND version.state = 'ready'
    JOIN councils_searchentry entry
      ON entry.record_id = version.resource_id
     AND entry.file_version = version.number
"""
# The query is given as a value that the planner does not know: knowing that a word is
# in most files it would read and unpack every vector rather than ask the index.
_GIVEN = """
    given AS MATERIALIZED (SELECT query, query::text LIKE '%%<%%>%%' AS has_phrase
        FROM websearch_to_tsquery('portal', %s) query)
"""
_MATCHES = f"""
(councils_searchentry.record_id, councils_searchentry.audiences) IN (
    WITH {_GIVEN}
    SELECT own.record_id, own.audiences FROM councils_searchentry own
     WHERE own.kind = %s AND own.vector @@ (SELECT query FROM given)
    UNION ALL
    SELECT entry.record_id, entry.audiences FROM resources_filewords found {_ENTRY}
     WHERE found.vector @@ (SELECT query FROM given)
       AND NOT (SELECT has_phrase FROM given)
    UNION ALL
    SELECT entry.record_id, entry.audiences FROM (
        SELECT DISTINCT page.version_id FROM resources_resourcepage page
         WHERE NOT page.is_hidden AND page.vector @@ (SELECT query FROM given)
           AND (SELECT has_phrase FROM given)
    ) found {_ENTRY}
    UNION ALL
    SELECT entry.record_id, entry.audiences FROM resources_filewords found {_ENTRY}
     WHERE found.vector IS NULL AND EXISTS (
        SELECT FROM resources_resourcepage page
         WHERE page.version_id = found.version_id AND NOT page.is_hidden
           AND page.vector @@ (SELECT query FROM given)
     )
)
"""  # noqa: S608  made of the constants above

_QUERY = "websearch_to_tsquery('portal', %s)"
# Any of the words; none where something is excluded, which would find other pages.
_ANY = f"""
    (CASE WHEN {_QUERY}::text NOT LIKE '%%!%%'
     THEN replace({_QUERY}::text, ' & ', ' | ')::tsquery END)
"""
# The file of a card: the version that its audience gets.
_FILE = """
    SELECT version.id FROM councils_searchentry entry
      JOIN resources_resourceversion version
        ON version.resource_id = entry.record_id
       AND version.number = entry.file_version AND version.state = 'ready'
     WHERE entry.record_id = councils_searchcard.record_id
       AND entry.audiences = councils_searchcard.audiences
"""
_SAYS_ALL = f"""
    AND EXISTS (SELECT FROM resources_filewords words
         WHERE words.version_id = page.version_id
           AND (words.vector @@ {_QUERY}) IS TRUE)
"""


def _first_page(query: str, also: str = "") -> str:
    # IS TRUE keeps the planner from asking the index of all pages once for each file.
    return f"""(
    SELECT ARRAY[page.place, ts_headline('portal', left(page.text, %s), {query}, %s)]
      FROM resources_resourcepage page
     WHERE page.version_id = ({_FILE}) AND NOT page.is_hidden
       AND (page.vector @@ {query}) IS TRUE {also}
     ORDER BY page.number LIMIT 1
    )"""  # noqa: S608  made of the constants above


# Where no page says all words, the first that says one of them, if the file says all.
_PASSAGE = f"coalesce({_first_page(_QUERY)}, {_first_page(_ANY, _SAYS_ALL)})"


def matches(text: str, kind_number: int) -> RawSQL:
    """The condition that a search row says `text`, or the file that it stands for.

    Lookups joined by UNION, since an OR over several tables is served by no index.
    """
    given = (text, kind_number)
    return RawSQL(_MATCHES, given, output_field=models.BooleanField())  # noqa: S611  what was typed is a parameter


def passage(text: str) -> RawSQL:
    """[place, words around the hit] of the first page of a card's file that says it."""
    words = ArrayField(models.TextField())
    given = (LONGEST, text, OPTIONS, text)
    any_word = (LONGEST, text, text, OPTIONS, text, text, text)
    return RawSQL(_PASSAGE, (*given, *any_word), output_field=words)  # noqa: S611  what was typed is a parameter
