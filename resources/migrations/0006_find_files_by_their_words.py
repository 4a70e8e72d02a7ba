"""Files are found by all their words in one row, and phrases quicker in their pages."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from councils.generation import marks_generation

# What `resources.page_rows` writes, for files that were read before.
WORDS_OF_FILES = """
INSERT INTO resources_filewords (version_id, vector)
SELECT version_id, CASE
    WHEN sum(octet_length(lexeme)) > 1000000 THEN NULL
    ELSE coalesce(array_to_tsvector(array_agg(lexeme)), '')
END FROM (
    SELECT DISTINCT page.version_id, word.lexeme
    FROM resources_resourcepage page, unnest(page.vector) word
    WHERE NOT page.is_hidden
) words GROUP BY version_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ("resources", "0005_take_adapt_and_collect"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileWords",
            fields=[
                ("version", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="words", serialize=False, to="resources.resourceversion")),
                ("vector", django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="filewords_vector"),
                    models.Index(condition=models.Q(("vector__isnull", True)), fields=["version"], name="filewords_too_many"),
                ],
            },
        ),
        migrations.RunSQL(WORDS_OF_FILES, reverse_sql=migrations.RunSQL.noop),
        marks_generation("resources_filewords"),
        # In the row itself, where asking a page for a phrase need not fetch it.
        migrations.RunSQL(
            "ALTER TABLE resources_resourcepage ALTER vector SET STORAGE MAIN",
            reverse_sql="ALTER TABLE resources_resourcepage"
            " ALTER vector SET STORAGE EXTENDED",
        ),
    ]
