"""Invitations, notices to people without an account, and a handle for addresses."""

import councils.models.invitation
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0009_keep_an_audit_log'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='E-mail address')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('reader', 'Reader'), ('contributor', 'Contributor'), ('digital_lead', 'Digital lead'), ('governance_lead', 'Information governance lead'), ('senior_risk_owner', 'Senior risk owner'), ('council_admin', 'Council admin'), ('regional_moderator', 'Regional moderator'), ('regional_admin', 'Regional admin')]), size=None, verbose_name='Roles')),
                ('nonce', models.TextField(default=councils.models.invitation.new_nonce, editable=False)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Invited')),
                ('sent_count', models.PositiveSmallIntegerField(default=1, verbose_name='Times sent')),
                ('expires_at', models.DateTimeField(verbose_name='Runs out')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='Accepted')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='Withdrawn')),
                ('reason', models.TextField(blank=True, verbose_name='Why it was withdrawn')),
            ],
            options={
                'ordering': ['-invited_at'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_said_once',
        ),
        migrations.AddField(
            model_name='historicaluser',
            name='job_title',
            field=models.TextField(blank=True, max_length=100, verbose_name='Job title'),
        ),
        migrations.AddField(
            model_name='historicaluser',
            name='phone',
            field=models.TextField(blank=True, max_length=40, verbose_name='Work phone'),
        ),
        migrations.AddField(
            model_name='notice',
            name='address',
            field=models.EmailField(blank=True, help_text='Of somebody without account.', max_length=254),
        ),
        migrations.AddField(
            model_name='notice',
            name='path',
            field=models.TextField(blank=True, help_text='Where the mail leads otherwise.'),
        ),
        migrations.AddField(
            model_name='user',
            name='handle',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True, verbose_name='Stands in addresses'),
        ),
        migrations.AddField(
            model_name='user',
            name='job_title',
            field=models.TextField(blank=True, max_length=100, verbose_name='Job title'),
        ),
        migrations.AddField(
            model_name='user',
            name='phone',
            field=models.TextField(blank=True, max_length=40, verbose_name='Work phone'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='notice',
            name='record',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='councils.record'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('job_title__length__lte', 100)), name='user_job_title_length', violation_error_message='Shorten this to 100 characters or fewer.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('phone__length__lte', 40)), name='user_phone_length', violation_error_message='Shorten this to 40 characters or fewer.'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='accepted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='council',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='councils.council'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='revoked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='invitation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='councils.invitation'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'address', 'record', 'invitation', 'cause', 'step'), name='notice_said_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('address', ''), _connector='XOR'), name='notice_to_a_person_or_an_address'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('record__isnull', False), ('invitation__isnull', False), models.Q(('path', ''), _negated=True), _connector='OR'), name='notice_leads_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('roles__contained_by', ['reader', 'contributor', 'digital_lead', 'governance_lead', 'senior_risk_owner', 'council_admin', 'regional_moderator', 'regional_admin'])), name='invitation_roles_known', violation_error_message='Choose from the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('roles__len__gt', 0)), name='invitation_roles_some'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='invitation_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('council', 'email'), name='invitation_open_once'),
        ),
    ]
