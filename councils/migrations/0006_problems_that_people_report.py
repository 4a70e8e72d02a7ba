"""Problems that people report with a record, and what was answered."""

import councils.models.report
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0005_role_mailboxes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token', models.TextField(default=councils.models.report.new_token, editable=False, unique=True)),
                ('section', models.TextField(blank=True)),
                ('wrong', models.TextField(choices=[('untrue', 'Something is not true'), ('old', 'It is out of date'), ('personal', 'It says something about a person'), ('sensitive', 'It should not be public'), ('unusable', 'I cannot read or use the page'), ('other', 'Something else')], verbose_name='What is the matter')),
                ('words', models.TextField(max_length=2000, verbose_name='What is wrong')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='Address for the answer')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.TextField(choices=[('new', 'Not looked at yet'), ('looking', 'Being looked at'), ('answered', 'Answered'), ('closed', 'Closed without a change')], default='new')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='Answer')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='councils.record')),
            ],
            options={
                'ordering': ['made_at'],
                'indexes': [models.Index(condition=models.Q(('state__in', ('new', 'looking'))), fields=['made_at'], name='report_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('wrong__in', ['untrue', 'old', 'personal', 'sensitive', 'unusable', 'other'])), name='report_wrong_known', violation_error_message='Choose one of the answers in the list.'), models.CheckConstraint(condition=models.Q(('state__in', ['new', 'looking', 'answered', 'closed'])), name='report_state_known', violation_error_message='Choose one of the answers in the list.'), models.CheckConstraint(condition=models.Q(('words__length__lte', 2000)), name='report_words_length', violation_error_message='Shorten this to 2,000 characters or fewer.'), models.CheckConstraint(condition=models.Q(('answer__length__lte', 2000)), name='report_answer_length', violation_error_message='Shorten this to 2,000 characters or fewer.'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('state__in', ('new', 'looking'))), models.Q(models.Q(('state__in', ('new', 'looking')), _negated=True), models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='report_answered_in_full')],
            },
        ),
    ]
