"""The database's own refusal of writes that slipped past the change set, as SQL.

Migrations of every app that adds a table of a record run these; see ADR 6.
"""

from django.db.migrations.operations.special import RunSQL


def guard(table: str, column: str) -> RunSQL:
    """Refuse, at commit, rows of `table` written without a version of their record.

    `column` holds the record's id. The SQL is static: looking the column up while a
    trigger runs cost thirty times as much.
    """
    name = f"guard_{table}"
    return RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            written bigint;
        BEGIN
            IF tg_op = 'UPDATE' AND new IS NOT DISTINCT FROM old THEN
                RETURN NULL;
            END IF;
            IF tg_op = 'DELETE' THEN written := old.{column};
            ELSE written := new.{column};
            END IF;
            IF EXISTS (
                SELECT 1 FROM councils_recordversion v
                WHERE v.record_id = written AND v.change_set_id =
                    nullif(current_setting('portal.change_set', true), '')::uuid
            ) THEN
                RETURN NULL;
            END IF;
            RAISE EXCEPTION 'record % was written without a version', written
                USING ERRCODE = 'integrity_constraint_violation';
        END $$;
        CREATE CONSTRAINT TRIGGER {name}
            AFTER INSERT OR UPDATE OR DELETE ON {table}
            DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION {name}();
        """,
        reverse_sql=(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"),
    )


def append_only(table: str, kept_for: str = "") -> RunSQL:
    """Refuse every update and delete of `table`: what happened is not rewritten.

    With `kept_for` (an interval, such as "2 years") a row whose `at` is older than
    that may be deleted, and still not updated.
    """
    name = f"append_only_{table}"
    allowed = (
        f"IF tg_op = 'DELETE' AND old.at < now() - interval '{kept_for}'"
        " THEN RETURN old; END IF;"
        if kept_for
        else ""
    )
    return RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {allowed}
            RAISE EXCEPTION '{table} is append-only'
                USING ERRCODE = 'integrity_constraint_violation';
        END $$;
        CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}();
        """,
        reverse_sql=(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"),
    )
