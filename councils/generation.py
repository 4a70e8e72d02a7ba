"""Numbers that change whenever something that is kept of the pages was overtaken.

Kept answers and kept counts are only as good as these numbers say; who keeps what is
`portal.kept_pages`, `portal.reader_pages` and `councils.kept`. ADR 13 says why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.db import connection
from django.db.migrations.operations.special import RunSQL

FUNCTION = """
CREATE FUNCTION mark_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO councils_generationmark (mark)
    VALUES (hashtextextended(gen_random_uuid()::text, 0));
    RETURN NULL;
END $$;
"""
"""As it was first; a trigger with an argument marks for members since `FOR_MEMBERS`."""

FOR_MEMBERS = """
CREATE OR REPLACE FUNCTION mark_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO councils_generationmark (mark, for_members)
    VALUES (hashtextextended(gen_random_uuid()::text, 0), TG_NARGS > 0);
    RETURN NULL;
END $$;
"""

CURRENT = (
    "SELECT bit_xor(mark) FILTER (WHERE NOT for_members), bit_xor(mark)"
    " FROM councils_generationmark"
)
FEW = 200
"""How many marks may lie about before they are worth folding into one."""


class Generation(NamedTuple):
    """What is committed now: as far as strangers are shown it, and as members are."""

    public: int
    members: int


_held: ContextVar[Generation | None] = ContextVar("generation", default=None)


def marks_generation(table: str) -> RunSQL:
    """Make every statement that writes `table` begin a new generation, at its commit.

    For the migration of a table that public pages or list counts are drawn from.
    """
    return _trigger(table, "INSERT OR UPDATE OR DELETE OR TRUNCATE", "")


def marks_members_generation(table: str, *columns: str) -> RunSQL:
    """The same for a table that only members' pages are drawn from.

    With `columns`, only an update of one of these counts.
    """
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return _trigger(table, f"INSERT OR {update} OR DELETE OR TRUNCATE", "'members'")


def _trigger(table: str, events: str, given: str) -> RunSQL:
    name = f"mark_generation_{table}"
    return RunSQL(
        f"CREATE TRIGGER {name} AFTER {events}"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION mark_generation({given})",
        reverse_sql=f"DROP TRIGGER {name} ON {table}",
    )


def generation() -> Generation:
    """The generation that is committed now, or that is held; one statement at most.

    Ask it *before* reading what is to be kept: what is then read is of this
    generation or a later one, and a later one is never taken for this.
    """
    held = _held.get()
    if held is not None:
        return held
    with connection.cursor() as cursor:
        cursor.execute(CURRENT)
        public, members = cursor.fetchone() or (None, None)
    return Generation(public or 0, members or 0)


@contextmanager
def held() -> Iterator[Generation]:
    """Ask for the generation once, for all that is read while this is open.

    Nothing may be written meanwhile, so only a request that reads is answered in it.
    """
    token = _held.set(generation())
    try:
        yield generation()
    finally:
        _held.reset(token)


def fold_marks() -> int:
    """Put few marks in the place of many; the generation stays. Returns how many went.

    Only marks that are committed are taken away, and nobody ever sees them neither
    there nor folded: both happen in the one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM councils_generationmark")
        (lying,) = cursor.fetchone() or (0,)
        if lying <= FEW:
            return 0
        cursor.execute(
            "WITH gone AS ("
            "  DELETE FROM councils_generationmark RETURNING mark, for_members),"
            " folded AS (INSERT INTO councils_generationmark (mark, for_members)"
            "  SELECT bit_xor(mark), for_members FROM gone GROUP BY for_members)"
            " SELECT count(*) FROM gone"
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)
