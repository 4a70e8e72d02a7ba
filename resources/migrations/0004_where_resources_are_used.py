"""Use cases name the resources that they make use of; pages of files find resources."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


from councils.generation import marks_generation


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_lists_of_words_show_on_public_pages'),
        ('resources', '0003_page_one_pictures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ResourceUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='resources.resource')),
                ('use_case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='catalogue.usecase')),
            ],
            options={
                'ordering': ['-added_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('resource', 'use_case'), name='resourceuse_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(models.Q(('ended_at', None), _negated=True), models.Q(('ended_by', None), _negated=True)), _connector='OR'), name='resourceuse_ended_by_somebody')],
            },
        ),
        marks_generation("resources_resourceuse"),
        marks_generation("resources_resourcepage"),
    ]
