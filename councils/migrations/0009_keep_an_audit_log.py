"""The audit log: appended to, never rewritten, deleted once it is two years old."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from councils.guards import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0008_hold_fields_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='When')),
                ('event', models.TextField(choices=[('signed_in', 'Signed in'), ('sign_in_failed', 'Sign-in failed'), ('signed_out', 'Signed out'), ('refused', 'Refused'), ('role_given', 'Role given'), ('role_taken', 'Role taken away'), ('invited', 'Invited'), ('invitation_sent_again', 'Invitation sent again'), ('invitation_revoked', 'Invitation withdrawn'), ('invitation_accepted', 'Invitation accepted'), ('removed', 'Removed from a council'), ('deactivated', 'Account closed'), ('reactivated', 'Account opened again'), ('second_factor_added', 'Second factor set up'), ('second_factor_removed', 'Second factor removed'), ('codes_renewed', 'Recovery codes renewed'), ('password_changed', 'Password changed'), ('password_reset', 'Password chosen by mail'), ('account_changed', 'Account details changed'), ('sessions_ended', 'Sessions ended'), ('exported', 'List downloaded'), ('own_data', 'Own data downloaded')], verbose_name='What')),
                ('path', models.TextField(blank=True, verbose_name='Page')),
                ('details', models.TextField(blank=True, verbose_name='Details')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='From')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_entries', to=settings.AUTH_USER_MODEL, verbose_name='About')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['-at', '-id'], name='auditentry_newest'), models.Index(fields=['council', '-at'], name='auditentry_council'), models.Index(fields=['subject', '-at'], name='auditentry_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('event__in', ['signed_in', 'sign_in_failed', 'signed_out', 'refused', 'role_given', 'role_taken', 'invited', 'invitation_sent_again', 'invitation_revoked', 'invitation_accepted', 'removed', 'deactivated', 'reactivated', 'second_factor_added', 'second_factor_removed', 'codes_renewed', 'password_changed', 'password_reset', 'account_changed', 'sessions_ended', 'exported', 'own_data'])), name='auditentry_event_known', violation_error_message='Choose one of the answers in the list.'), models.CheckConstraint(condition=models.Q(('path__length__lte', 300)), name='auditentry_path_length', violation_error_message='Shorten this to 300 characters or fewer.'), models.CheckConstraint(condition=models.Q(('details__length__lte', 500)), name='auditentry_details_length', violation_error_message='Shorten this to 500 characters or fewer.')],
            },
        ),
        append_only("councils_auditentry", kept_for="2 years"),
    ]
