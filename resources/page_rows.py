"""Writes the text of a file as rows: one a page, and one with every word of it once.

Reading a file is `resources.inspection`'s; finding by these rows, `file_text`'s.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

MOST_WORD_BYTES = 1_000_000
"""A tsvector holds 1 MB of different words: more of them only long tables have."""


def write_pages(version_id: UUID, pages: Sequence[dict[str, Any]]) -> None:
    """Replace a version's pages: {"number", "place", "text", "is_hidden"} each."""
    drop_pages(version_id)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_PAGES, [version_id, json.dumps(list(pages))])
    _write_words(version_id)


def copy_pages(source_id: UUID, version_id: UUID) -> None:
    """Give a version the pages of another whose file it shares."""
    with connection.cursor() as cursor:
        cursor.execute(_COPY_PAGES, [version_id, source_id])
    _write_words(version_id)


def drop_pages(version_id: UUID) -> None:
    """Take a version's text away."""
    with connection.cursor() as cursor:
        for table in ("resources_resourcepage", "resources_filewords"):
            cursor.execute(
                f"DELETE FROM {table} WHERE version_id = %s",  # noqa: S608  a name of two in this module
                [version_id],
            )


def _write_words(version_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_WORDS, [version_id, MOST_WORD_BYTES, version_id])


_INSERT_PAGES = """
INSERT INTO resources_resourcepage (version_id, number, place, text, is_hidden, vector)
SELECT %s, number, place, text, is_hidden, to_tsvector('portal', text)
FROM jsonb_to_recordset(%s)
    AS r(number int, place text, text text, is_hidden boolean)
"""
_COPY_PAGES = """
INSERT INTO resources_resourcepage (version_id, number, place, text, is_hidden, vector)
SELECT %s, number, place, text, is_hidden, vector
FROM resources_resourcepage WHERE version_id = %s
"""
# Migration 0006 does the same for files that were read before it.
_INSERT_WORDS = """
INSERT INTO resources_filewords (version_id, vector)
SELECT %s, CASE
    WHEN sum(octet_length(lexeme)) > %s THEN NULL
    ELSE coalesce(array_to_tsvector(array_agg(lexeme)), '')
END FROM (
    SELECT DISTINCT word.lexeme
    FROM resources_resourcepage page, unnest(page.vector) word
    WHERE page.version_id = %s AND NOT page.is_hidden
) words
"""
