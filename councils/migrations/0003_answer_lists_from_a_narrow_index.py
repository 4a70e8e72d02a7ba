"""Lists and counts read one narrow index instead of rows with their text vectors."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0002_refuse_writes_without_a_version'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='searchentry',
            name='searchentry_newest',
        ),
        migrations.RemoveIndex(
            model_name='searchentry',
            name='searchentry_title',
        ),
        migrations.RemoveIndex(
            model_name='searchentry',
            name='searchentry_product',
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['kind', 'is_retired', '-record'], include=('audiences', 'lead', 'councils', 'stage', 'status', 'sensitivity', 'product', 'supplier', 'service_areas', 'user_groups', 'ai_types', 'readiness', 'collaboration'), name='searchentry_newest'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['kind', 'is_retired', 'title', 'record'], name='searchentry_title'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['kind', 'product', 'stage', 'record'], name='searchentry_product'),
        ),
    ]
