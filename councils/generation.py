"""One number that changes whenever something that the public sees was committed.

Kept answers and kept counts are only as good as this number says; who keeps what is
`portal.kept_pages` and `councils.kept`. Why it is made so is in ADR 13.
"""

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

CURRENT = "SELECT bit_xor(mark) FROM councils_generationmark"
FEW = 200
"""How many marks may lie about before they are worth folding into one."""


def marks_generation(table: str) -> RunSQL:
    """Make every statement that writes `table` begin a new generation, at its commit.

    For the migration of a table that public pages or list counts are drawn from.
    """
    name = f"mark_generation_{table}"
    return RunSQL(
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION mark_generation()",
        reverse_sql=f"DROP TRIGGER {name} ON {table}",
    )


def generation() -> int:
    """The generation that is committed now; one statement.

    Ask it *before* reading what is to be kept: what is then read is of this
    generation or a later one, and a later one is never taken for this.
    """
    with connection.cursor() as cursor:
        cursor.execute(CURRENT)
        (found,) = cursor.fetchone() or (None,)
    return found or 0


def fold_marks() -> int:
    """Put one mark in the place of many; the generation stays. Returns how many went.

    Only marks that are committed are taken away, and nobody ever sees them neither
    there nor folded: both happen in the one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM councils_generationmark")
        (lying,) = cursor.fetchone() or (0,)
        if lying <= FEW:
            return 0
        cursor.execute(
            "WITH gone AS (DELETE FROM councils_generationmark RETURNING mark),"
            " folded AS (INSERT INTO councils_generationmark (mark)"
            " SELECT bit_xor(mark) FROM gone HAVING count(*) > 0)"
            " SELECT count(*) FROM gone"
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)
