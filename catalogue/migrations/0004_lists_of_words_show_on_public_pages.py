"""Writing a list of words begins a new generation of what the public sees."""

from django.db import migrations

from councils.generation import marks_generation

TABLES = (
    "catalogue_atrscapability",
    "catalogue_atrsfunction",
    "catalogue_servicearea",
    "catalogue_usergroup",
)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_know_the_states_of_review'),
        ('councils', '0007_know_when_a_public_page_changes'),
    ]

    operations = [marks_generation(table) for table in TABLES]
