"""History rows know the states of review."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_refuse_writes_without_a_version'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalproduct',
            name='publishing',
            field=models.TextField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('changes_requested', 'Changes requested'), ('published', 'Published'), ('retired', 'Retired')], default='draft', editable=False, verbose_name='Publishing'),
        ),
        migrations.AlterField(
            model_name='historicalsupplier',
            name='publishing',
            field=models.TextField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('changes_requested', 'Changes requested'), ('published', 'Published'), ('retired', 'Retired')], default='draft', editable=False, verbose_name='Publishing'),
        ),
        migrations.AlterField(
            model_name='historicalusecase',
            name='publishing',
            field=models.TextField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('changes_requested', 'Changes requested'), ('published', 'Published'), ('retired', 'Retired')], default='draft', editable=False, verbose_name='Publishing'),
        ),
    ]
