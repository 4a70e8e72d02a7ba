"""Finds search rows by what stands in the file that their readers get.

A file's text is one row a page; hidden places find nothing, nor does a version that is
not current, not ready, or held back from the row's audience. Lists are
`resources.filters`; writing the pages is `resources.uploads`'.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from councils.listing import START, STOP

LONGEST = 100_000
"""Characters of one page in which the words of a snippet are looked for."""
OPTIONS = f"StartSel={START}, StopSel={STOP}, MaxWords=32, MinWords=12, MaxFragments=1"

# The file of a row: the version that its audience gets, and the pages a reader sees.
_PAGES = """
    resources_resourcepage page
    JOIN resources_resourceversion version
      ON version.id = page.version_id AND version.state = 'ready'
    JOIN councils_searchentry entry
      ON entry.record_id = version.resource_id
     AND entry.file_version = version.number
"""
_FOUND = "NOT page.is_hidden AND page.vector @@ websearch_to_tsquery('portal', %s)"

_MATCHES = f"""
(councils_searchentry.record_id, councils_searchentry.audiences) IN (
    SELECT own.record_id, own.audiences FROM councils_searchentry own
     WHERE own.kind = %s AND own.vector @@ websearch_to_tsquery('portal', %s)
    UNION
    SELECT entry.record_id, entry.audiences FROM {_PAGES} WHERE {_FOUND}
)
"""  # noqa: S608  made of the constants above

_PASSAGE = f"""(
    SELECT ARRAY[
        found.place,
        ts_headline(
            'portal', left(found.text, %s), websearch_to_tsquery('portal', %s), %s
        )
    ] FROM (
        SELECT page.place, page.text FROM {_PAGES}
         WHERE entry.record_id = councils_searchcard.record_id
           AND entry.audiences = councils_searchcard.audiences AND {_FOUND}
         ORDER BY page.number LIMIT 1
    ) found
)"""  # noqa: S608  made of the constants above


def matches(text: str, kind_number: int) -> RawSQL:
    """The condition that a search row, or a page of its file, says `text`.

    Two lookups joined by UNION, since an OR over both tables is served by no index.
    """
    given = (kind_number, text, text)
    return RawSQL(_MATCHES, given, output_field=models.BooleanField())  # noqa: S611  what was typed is a parameter


def passage(text: str) -> RawSQL:
    """[place, words around the hit] of the first page of a card's file that says it."""
    words = ArrayField(models.TextField())
    return RawSQL(_PASSAGE, (LONGEST, text, OPTIONS, text), output_field=words)  # noqa: S611  what was typed is a parameter
