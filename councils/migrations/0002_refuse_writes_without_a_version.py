"""Triggers that keep what columns cannot: versions, one lead, regional roles."""

from django.db import migrations

from councils.guards import append_only, guard

LEAD_IS_NO_PARTNER = """
CREATE FUNCTION lead_is_no_partner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint;
BEGIN
    IF tg_table_name = 'councils_record' THEN checked := new.id;
    ELSE checked := new.record_id;
    END IF;
    IF EXISTS (
        SELECT 1 FROM councils_record r
        JOIN councils_record_partners p ON p.record_id = r.id
        WHERE r.id = checked AND p.council_id = r.lead_id
    ) THEN
        RAISE EXCEPTION 'the lead council of record % is also its partner', checked
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER lead_is_no_partner
    AFTER INSERT OR UPDATE OF lead_id ON councils_record
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lead_is_no_partner();
CREATE CONSTRAINT TRIGGER lead_is_no_partner
    AFTER INSERT OR UPDATE ON councils_record_partners
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lead_is_no_partner();
"""

REGIONAL_ROLES_IN_THE_REGION = """
CREATE FUNCTION regional_roles_in_the_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (new.role LIKE 'regional_%') <> (
        SELECT c.belonging = 'region' FROM councils_council c WHERE c.id = new.council_id
    ) THEN
        RAISE EXCEPTION 'regional roles belong to the region''s own team, and no others'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER regional_roles_in_the_region
    BEFORE INSERT OR UPDATE ON councils_membership
    FOR EACH ROW EXECUTE FUNCTION regional_roles_in_the_region();
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0001_people_councils_and_records")]

    operations = [
        guard("councils_record", "id"),
        guard("councils_record_partners", "record_id"),
        guard("councils_recordlink", "record_id"),
        append_only("councils_recordversion"),
        append_only("councils_changeset"),
        append_only("councils_decision"),
        migrations.RunSQL(
            LEAD_IS_NO_PARTNER,
            reverse_sql=(
                "DROP TRIGGER lead_is_no_partner ON councils_record;"
                "DROP TRIGGER lead_is_no_partner ON councils_record_partners;"
                "DROP FUNCTION lead_is_no_partner();"
            ),
        ),
        migrations.RunSQL(
            REGIONAL_ROLES_IN_THE_REGION,
            reverse_sql=(
                "DROP TRIGGER regional_roles_in_the_region ON councils_membership;"
                "DROP FUNCTION regional_roles_in_the_region();"
            ),
        ),
    ]
