"""Remember what was adapted from what, what people found useful, and collections."""

import django.db.models.deletion
import django.utils.timezone
from councils.generation import marks_generation
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0010_invite_people'),
        ('resources', '0004_where_resources_are_used'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.TextField(help_text='The task, such as “Starting a pilot”.', max_length=100, unique=True, verbose_name='Title')),
                ('intro', models.TextField(help_text='A sentence or two. Everyone can read it.', max_length=500, verbose_name='What it helps with')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CollectionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.TextField(help_text='One line. Everyone can read it.', max_length=200, verbose_name='What to do with it')),
                ('position', models.PositiveIntegerField()),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='resources.collection')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='resources.resource')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_useful', models.BooleanField()),
                ('sentence', models.TextField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='resources.resource')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Adaptation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('offered_version', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='adapted', to='resources.resource')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='resources.resource')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adaptations', to='resources.resource')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('copy', models.F('original')), _negated=True), name='adaptation_of_another'), models.CheckConstraint(condition=models.Q(('offered_version', None), ('offered_version__gt', models.F('version')), _connector='OR'), name='adaptation_offers_what_is_newer')],
            },
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('title__length__lte', 100)), name='collection_title_length', violation_error_message='Shorten this to 100 characters or fewer.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('intro__length__lte', 500)), name='collection_intro_length', violation_error_message='Shorten this to 500 characters or fewer.'),
        ),
        migrations.AddConstraint(
            model_name='collectionstep',
            constraint=models.CheckConstraint(condition=models.Q(('line__length__lte', 200)), name='collectionstep_line_length', violation_error_message='Shorten this to 200 characters or fewer.'),
        ),
        migrations.AddConstraint(
            model_name='collectionstep',
            constraint=models.UniqueConstraint(fields=('collection', 'resource'), name='collectionstep_once'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('sentence__length__lte', 300)), name='feedback_sentence_length', violation_error_message='Shorten this to 300 characters or fewer.'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.UniqueConstraint(fields=('resource', 'by'), name='feedback_once_a_person'),
        ),
        marks_generation("resources_collection"),
        marks_generation("resources_collectionstep"),
        marks_generation("resources_adaptation"),
    ]
