import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
import uuid
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(
            """
            CREATE TEXT SEARCH CONFIGURATION portal (COPY = english);
            ALTER TEXT SEARCH CONFIGURATION portal
                ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
            """,
            reverse_sql="DROP TEXT SEARCH CONFIGURATION portal",
        ),
        migrations.CreateModel(
            name='KeyCounter',
            fields=[
                ('prefix', models.TextField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(error_messages={'unique': 'Already registered'}, max_length=254, unique=True, verbose_name='E-mail address')),
                ('name', models.TextField(verbose_name='Name')),
                ('is_active', models.BooleanField(default=True, verbose_name='Active')),
                ('is_staff', models.BooleanField(default=False, verbose_name='May use the back office')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='Joined')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once_in_any_case')],
            },
        ),
        migrations.CreateModel(
            name='Council',
            fields=[
                ('id', models.SmallAutoField(primary_key=True, serialize=False)),
                ('slug', models.SlugField(help_text='As GOV.UK writes it, if it does.', unique=True, verbose_name='Short address')),
                ('name', models.TextField(unique=True, verbose_name='Official name')),
                ('short_name', models.TextField(help_text='As people say it.', verbose_name='Short name')),
                ('kind', models.TextField(choices=[('council', 'Council'), ('combined_authority', 'Combined authority'), ('partner_body', 'Partner body')], default='council', verbose_name='Kind')),
                ('belonging', models.TextField(choices=[('member', 'Member'), ('associate', 'Associate'), ('region', "The region's own team")], verbose_name='Belongs as')),
                ('gss_code', models.TextField(blank=True, help_text='The nine characters that ONS gives it.', verbose_name='GSS code')),
                ('website', models.URLField(blank=True, verbose_name='Website')),
                ('mailbox', models.EmailField(blank=True, help_text='A team mailbox that others may write to.', max_length=254, verbose_name='AI mailbox')),
                ('email_domains', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, help_text='The part after the @, separated by commas.', size=None, verbose_name='E-mail domains')),
                ('active_from', models.DateField(blank=True, null=True, verbose_name='Exists from')),
                ('active_until', models.DateField(blank=True, null=True, verbose_name='Ended on')),
                ('source', models.TextField(blank=True, help_text='Where these facts come from.', verbose_name='Source')),
                ('is_demonstration', models.BooleanField(default=False, editable=False, verbose_name='Invented for the demonstration')),
            ],
            options={
                'ordering': ['short_name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['council', 'combined_authority', 'partner_body'])), name='council_kind_known', violation_error_message='Choose one of the answers in the list.'), models.CheckConstraint(condition=models.Q(('belonging__in', ['member', 'associate', 'region'])), name='council_belonging_known', violation_error_message='Choose one of the answers in the list.'), models.CheckConstraint(condition=models.Q(('gss_code', ''), ('gss_code__regex', '^[A-Z]\\d{8}$'), _connector='OR'), name='council_gss_code_shape', violation_error_message='A GSS code is a letter and eight digits.'), models.CheckConstraint(condition=models.Q(('active_from', None), ('active_until', None), ('active_until__gt', models.F('active_from')), _connector='OR'), name='council_dates_in_order', violation_error_message='It cannot end before it begins.'), models.UniqueConstraint(models.F('gss_code'), condition=models.Q(('gss_code', ''), _negated=True), name='council_gss_code_once'), models.UniqueConstraint(models.F('belonging'), condition=models.Q(('belonging', 'region')), name='council_one_region', violation_error_message='The region has one team of its own already.')],
            },
        ),
        migrations.CreateModel(
            name='ChangeSet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.TextField(blank=True)),
                ('channel', models.TextField(choices=[('web', 'the portal'), ('admin', 'the back office'), ('import', 'an import'), ('api', 'the API'), ('command', 'a command'), ('task', 'a background task')], default='web')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCouncil',
            fields=[
                ('id', models.IntegerField(blank=True, db_index=True)),
                ('slug', models.SlugField(help_text='As GOV.UK writes it, if it does.', verbose_name='Short address')),
                ('name', models.TextField(db_index=True, verbose_name='Official name')),
                ('short_name', models.TextField(help_text='As people say it.', verbose_name='Short name')),
                ('kind', models.TextField(choices=[('council', 'Council'), ('combined_authority', 'Combined authority'), ('partner_body', 'Partner body')], default='council', verbose_name='Kind')),
                ('belonging', models.TextField(choices=[('member', 'Member'), ('associate', 'Associate'), ('region', "The region's own team")], verbose_name='Belongs as')),
                ('gss_code', models.TextField(blank=True, help_text='The nine characters that ONS gives it.', verbose_name='GSS code')),
                ('website', models.URLField(blank=True, verbose_name='Website')),
                ('mailbox', models.EmailField(blank=True, help_text='A team mailbox that others may write to.', max_length=254, verbose_name='AI mailbox')),
                ('email_domains', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, help_text='The part after the @, separated by commas.', size=None, verbose_name='E-mail domains')),
                ('active_from', models.DateField(blank=True, null=True, verbose_name='Exists from')),
                ('active_until', models.DateField(blank=True, null=True, verbose_name='Ended on')),
                ('source', models.TextField(blank=True, help_text='Where these facts come from.', verbose_name='Source')),
                ('is_demonstration', models.BooleanField(default=False, editable=False, verbose_name='Invented for the demonstration')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical council',
                'verbose_name_plural': 'historical councils',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.TextField(choices=[('reader', 'Reader'), ('contributor', 'Contributor'), ('digital_lead', 'Digital lead'), ('governance_lead', 'Information governance lead'), ('senior_risk_owner', 'Senior risk owner'), ('council_admin', 'Council admin'), ('regional_moderator', 'Regional moderator'), ('regional_admin', 'Regional admin')], verbose_name='Role')),
                ('started_at', models.DateTimeField(blank=True, editable=False, verbose_name='Since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='Ended')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('council', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='councils.council')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical membership',
                'verbose_name_plural': 'historical memberships',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('email', models.EmailField(db_index=True, error_messages={'unique': 'Already registered'}, max_length=254, verbose_name='E-mail address')),
                ('name', models.TextField(verbose_name='Name')),
                ('is_active', models.BooleanField(default=True, verbose_name='Active')),
                ('is_staff', models.BooleanField(default=False, verbose_name='May use the back office')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='Joined')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical person',
                'verbose_name_plural': 'historical people',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.TextField(choices=[('reader', 'Reader'), ('contributor', 'Contributor'), ('digital_lead', 'Digital lead'), ('governance_lead', 'Information governance lead'), ('senior_risk_owner', 'Senior risk owner'), ('council_admin', 'Council admin'), ('regional_moderator', 'Regional moderator'), ('regional_admin', 'Regional admin')], verbose_name='Role')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='Since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='Ended')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='councils.council')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['council', 'role'],
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(editable=False)),
                ('key', models.TextField(editable=False, unique=True, verbose_name='Key')),
                ('title', models.TextField(help_text='What it is, in words that another council would search for.', max_length=200, verbose_name='Title')),
                ('sharing', models.TextField(choices=[('own', 'Own council and partners'), ('region', 'Councils of the region'), ('public', 'Everyone')], default='own', editable=False, verbose_name='Shared with')),
                ('publishing', models.TextField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired')], default='draft', editable=False, verbose_name='Publishing')),
                ('verified_on', models.DateField(blank=True, editable=False, null=True, verbose_name='Last confirmed on')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('deputy', models.ForeignKey(blank=True, help_text='Who steps in when the steward is away.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputised_records', to=settings.AUTH_USER_MODEL, verbose_name='Deputy')),
                ('lead', models.ForeignKey(help_text='The council that answers for this entry.', on_delete=django.db.models.deletion.PROTECT, related_name='led_records', to='councils.council', verbose_name='Lead council')),
                ('partners', models.ManyToManyField(blank=True, help_text='Councils that do this with you. They can read it at once.', related_name='partnered_records', to='councils.council', verbose_name='Partner councils')),
                ('steward', models.ForeignKey(blank=True, help_text='Who keeps this entry true.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stewarded_records', to=settings.AUTH_USER_MODEL, verbose_name='Steward')),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('edit', 'Edit that waits for review'), ('upstream', 'Newer original'), ('suggestion', "Reader's suggestion")])),
                ('state', models.TextField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='waiting')),
                ('base_version', models.PositiveIntegerField()),
                ('difference', models.JSONField()),
                ('reason', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('council', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='councils.record')),
            ],
            options={
                'ordering': ['made_at'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('cause', models.TextField(help_text='What happened, as a code.')),
                ('step', models.TextField(help_text='Which occurrence, so that none is said twice.')),
                ('subject', models.TextField()),
                ('body', models.TextField()),
                ('why', models.TextField(help_text='Why this person gets it.')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('attempts', models.SmallIntegerField(default=0)),
                ('trouble', models.TextField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='councils.record')),
            ],
            options={
                'ordering': ['due_at'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('machine', models.TextField()),
                ('action', models.TextField()),
                ('from_state', models.TextField(blank=True)),
                ('to_state', models.TextField()),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(help_text='The version that was read when this was decided.')),
                ('is_override', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='councils.record')),
            ],
            options={
                'ordering': ['record', 'on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.TextField(verbose_name='Words to show')),
                ('url', models.URLField(max_length=500, verbose_name='Address')),
                ('position', models.SmallIntegerField(default=0)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='councils.record')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('snapshot', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('audiences', models.SmallIntegerField()),
                ('change_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='councils.changeset')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='councils.record')),
            ],
            options={
                'ordering': ['record', '-number'],
            },
        ),
        migrations.CreateModel(
            name='SearchCard',
            fields=[
                ('pk', models.CompositePrimaryKey('record_id', 'audiences', blank=True, editable=False, primary_key=True, serialize=False)),
                ('audiences', models.SmallIntegerField()),
                ('card', models.JSONField()),
                ('text', models.TextField()),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='councils.record')),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('record_id', 'audiences', blank=True, editable=False, primary_key=True, serialize=False)),
                ('audiences', models.SmallIntegerField()),
                ('kind', models.SmallIntegerField()),
                ('is_retired', models.BooleanField()),
                ('is_publicly_sourced', models.BooleanField(default=False)),
                ('lead', models.SmallIntegerField()),
                ('councils', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ('stage', models.SmallIntegerField(default=0)),
                ('status', models.SmallIntegerField(default=0)),
                ('sensitivity', models.SmallIntegerField(default=0)),
                ('product', models.IntegerField(default=0)),
                ('supplier', models.IntegerField(default=0)),
                ('service_areas', models.BigIntegerField(default=0)),
                ('user_groups', models.BigIntegerField(default=0)),
                ('ai_types', models.BigIntegerField(default=0)),
                ('readiness', models.BigIntegerField(default=0)),
                ('collaboration', models.BigIntegerField(default=0)),
                ('verified_on', models.DateField(null=True)),
                ('title', models.TextField()),
                ('title_vector', django.contrib.postgres.search.SearchVectorField()),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_entries', to='councils.record')),
            ],
        ),
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(fields=['at'], name='changeset_at'),
        ),
        migrations.AddConstraint(
            model_name='changeset',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'admin', 'import', 'api', 'command', 'task'])), name='changeset_channel_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['reader', 'contributor', 'digital_lead', 'governance_lead', 'senior_risk_owner', 'council_admin', 'regional_moderator', 'regional_admin'])), name='membership_role_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user', 'council', 'role'), name='membership_role_held_once'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['lead', 'kind'], name='record_lead_kind'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['steward'], name='record_steward'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('sharing__in', ['own', 'region', 'public'])), name='record_sharing_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('publishing__in', ['draft', 'published', 'retired'])), name='record_publishing_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('title__length__lte', 200)), name='record_title_length', violation_error_message='Shorten this to 200 characters or fewer.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['edit', 'upstream', 'suggestion'])), name='proposal_kind_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'accepted', 'declined'])), name='proposal_state_known', violation_error_message='Choose one of the answers in the list.'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('sent_at', None)), fields=['due_at'], name='notice_waiting'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'record', 'cause', 'step'), name='notice_said_once'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['record', 'machine'], name='decision_record_machine'),
        ),
        migrations.AddIndex(
            model_name='recordversion',
            index=models.Index(fields=['at'], name='recordversion_at'),
        ),
        migrations.AddConstraint(
            model_name='recordversion',
            constraint=models.UniqueConstraint(fields=('record', 'number'), name='recordversion_number_once'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='searchentry_vector'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['title'], name='searchentry_title_words', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['kind', '-record'], name='searchentry_newest'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['kind', 'title'], name='searchentry_title'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['kind', 'product'], name='searchentry_product'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['kind', 'lead'], name='searchentry_lead'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.CheckConstraint(condition=models.Q(('audiences__gte', 1), ('audiences__lte', 7)), name='searchentry_serves_somebody'),
        ),
    ]
