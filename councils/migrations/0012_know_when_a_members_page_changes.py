"""What only members are shown leaves marks of its own when it is written."""

from django.db import migrations, models

from councils.generation import FOR_MEMBERS, FUNCTION, marks_members_generation

TABLES = (
    "councils_membership",
    "councils_proposal",
    "councils_report",
    "councils_reviewinhand",
    "councils_rolemailbox",
    "councils_screeningoverride",
)
NAMES = ("email", "is_active", "job_title", "name", "phone")
"""What pages show of people; signing in writes the row too, and changes none."""


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0011_find_resources_by_their_facets'),
    ]

    operations = [
        migrations.AddField(
            model_name='generationmark',
            name='for_members',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(
            FOR_MEMBERS,
            reverse_sql=FUNCTION.replace("CREATE", "CREATE OR REPLACE"),
        ),
        *[marks_members_generation(table) for table in TABLES],
        marks_members_generation("councils_user", *NAMES),
    ]
