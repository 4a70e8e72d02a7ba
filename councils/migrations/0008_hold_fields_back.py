"""Fields of records that are held back, guarded like every table of a record."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from councils.guards import guard


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0007_know_when_a_public_page_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('field', models.TextField(verbose_name='What is held back')),
                ('audience', models.TextField(choices=[('own', 'Own council and partners only'), ('region', 'Councils of the region only')], verbose_name='Who may still read it')),
                ('ground', models.TextField(choices=[('s22', 'Intended for future publication (section 22)'), ('s24', 'National security (section 24)'), ('s31', 'Law enforcement (section 31)'), ('s36', 'Effective conduct of public affairs (section 36)'), ('s38', 'Health and safety (section 38)'), ('s40', 'Personal information (section 40)'), ('s41', 'Given in confidence (section 41)'), ('s42', 'Legal professional privilege (section 42)'), ('s43', 'Commercial interests (section 43)')], verbose_name='On what ground')),
                ('review_on', models.DateField(verbose_name='To be reviewed by')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='councils.record')),
            ],
            options={
                'ordering': ['review_on', 'record', 'field'],
                'indexes': [models.Index(fields=['review_on'], name='recordhold_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['own', 'region'])), name='recordhold_audience_known', violation_error_message='Choose one of the answers in the list.'), models.CheckConstraint(condition=models.Q(('ground__in', ['s22', 's24', 's31', 's36', 's38', 's40', 's41', 's42', 's43'])), name='recordhold_ground_known', violation_error_message='Choose one of the answers in the list.'), models.UniqueConstraint(fields=('record', 'field'), name='recordhold_field_once')],
            },
        ),
        guard("councils_recordhold", "record_id"),
    ]
