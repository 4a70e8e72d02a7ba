"""Search rows say what a list of resources is narrowed by, in a small index of their own."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0010_invite_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='file_version',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='products',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='resource_type',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='review_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(condition=models.Q(('resource_type__gt', 0)), fields=['kind', 'is_retired', '-record'], include=('audiences', 'lead', 'councils', 'service_areas', 'ai_types', 'resource_type', 'products', 'tags', 'review_on'), name='searchentry_resources'),
        ),
    ]
