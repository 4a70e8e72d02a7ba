"""Fetching a file and saying that it was useful change what members are shown."""

from django.db import migrations

from councils.generation import marks_members_generation

TABLES = ("resources_download", "resources_feedback", "resources_sharelink")


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0012_know_when_a_members_page_changes'),
        ('resources', '0006_find_files_by_their_words'),
    ]

    operations = [marks_members_generation(table) for table in TABLES]
