"""Entries and edits are reviewed; councils choose by whom; overrides are kept."""
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from councils.guards import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0003_answer_lists_from_a_narrow_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewInHand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='ScreeningOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.TextField()),
                ('finding', models.TextField()),
                ('fingerprint', models.TextField()),
                ('masked', models.TextField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.AlterModelOptions(
            name='proposal',
            options={'ordering': ['sent_at']},
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='record',
            name='record_publishing_known',
        ),
        migrations.RemoveConstraint(
            model_name='searchentry',
            name='searchentry_serves_somebody',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='settled_at',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='settled_by',
        ),
        migrations.AddField(
            model_name='council',
            name='publisher',
            field=models.TextField(choices=[('own', 'Our own approver: a digital lead of the council'), ('region', 'The regional moderator')], default='region', help_text='Entries kept to the council itself are always published by its own approver.', verbose_name='Who publishes'),
        ),
        migrations.AddField(
            model_name='council',
            name='reviews_edits',
            field=models.BooleanField(default=False, help_text='Until an edit is approved, readers see the last published version.', verbose_name='Edits of published entries wait for review'),
        ),
        migrations.AddField(
            model_name='decision',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='councils.proposal'),
        ),
        migrations.AddField(
            model_name='decision',
            name='remarks',
            field=models.JSONField(default=dict, help_text='What to change, in words by field code.'),
        ),
        migrations.AddField(
            model_name='historicalcouncil',
            name='publisher',
            field=models.TextField(choices=[('own', 'Our own approver: a digital lead of the council'), ('region', 'The regional moderator')], default='region', help_text='Entries kept to the council itself are always published by its own approver.', verbose_name='Who publishes'),
        ),
        migrations.AddField(
            model_name='historicalcouncil',
            name='reviews_edits',
            field=models.BooleanField(default=False, help_text='Until an edit is approved, readers see the last published version.', verbose_name='Edits of published entries wait for review'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='action',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='machine',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='proposal',
            name='sent_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name='decision',
            name='is_override',
            field=models.BooleanField(default=False, help_text='The only approver of a council decided on their own submission.'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='state',
            field=models.TextField(choices=[('waiting', 'Waiting for review'), ('returned', 'Changes requested'), ('accepted', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Taken back')], default='waiting'),
        ),
        migrations.AlterField(
            model_name='record',
            name='publishing',
            field=models.TextField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('changes_requested', 'Changes requested'), ('published', 'Published'), ('retired', 'Retired')], default='draft', editable=False, verbose_name='Publishing'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['sent_at'], name='proposal_waiting'),
        ),
        migrations.AddConstraint(
            model_name='council',
            constraint=models.CheckConstraint(condition=models.Q(('publisher__in', ['own', 'region'])), name='council_publisher_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'returned', 'accepted', 'declined', 'withdrawn'])), name='proposal_state_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'edit'), ('state__in', ('waiting', 'returned'))), fields=('record', 'made_by', 'machine'), name='proposal_one_open_edit'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', ''), ('machine', '')), models.Q(models.Q(('machine', ''), _negated=True), models.Q(('action', ''), _negated=True)), _connector='OR'), name='proposal_move_or_difference'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('publishing__in', ['draft', 'in_review', 'changes_requested', 'published', 'retired'])), name='record_publishing_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.CheckConstraint(condition=models.Q(('audiences__gte', 1), ('audiences__lte', 15)), name='searchentry_serves_somebody'),
        ),
        migrations.AddField(
            model_name='reviewinhand',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewinhand',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='in_hand', to='councils.proposal'),
        ),
        migrations.AddField(
            model_name='reviewinhand',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='in_hand', to='councils.record'),
        ),
        migrations.AddField(
            model_name='screeningoverride',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='screeningoverride',
            name='council',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council'),
        ),
        migrations.AddField(
            model_name='screeningoverride',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screening_overrides', to='councils.record'),
        ),
        migrations.AddConstraint(
            model_name='reviewinhand',
            constraint=models.UniqueConstraint(condition=models.Q(('proposal', None)), fields=('record',), name='reviewinhand_record_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewinhand',
            constraint=models.UniqueConstraint(condition=models.Q(('proposal', None), _negated=True), fields=('proposal',), name='reviewinhand_proposal_once'),
        ),
        migrations.AddConstraint(
            model_name='screeningoverride',
            constraint=models.UniqueConstraint(fields=('record', 'field', 'fingerprint'), name='screeningoverride_once'),
        ),
        migrations.AddConstraint(
            model_name='screeningoverride',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='screeningoverride_reasoned'),
        ),
        append_only('councils_screeningoverride'),
    ]
