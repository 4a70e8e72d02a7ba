"""Makes the table of the shared cache, so that `migrate` is all a deployment needs."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE portal_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX portal_cache_expires ON portal_cache (expires);
            """,
            "DROP TABLE portal_cache;",
        )
    ]
