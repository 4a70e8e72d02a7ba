"""Every write of what public pages and list counts are drawn from leaves a mark."""

from django.db import migrations, models

from councils.generation import FUNCTION, marks_generation

TABLES = (
    "councils_council",
    "councils_decision",
    "councils_recordversion",
    "councils_searchcard",
    "councils_searchentry",
)


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0006_problems_that_people_report'),
    ]

    operations = [
        migrations.CreateModel(
            name='GenerationMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION mark_generation()"),
        *[marks_generation(table) for table in TABLES],
    ]
