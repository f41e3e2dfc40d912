import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What teams promise to the desk from the hand-over on."""

    dependencies = [
        ('contracts', '0001_first'),
        ('people', '0009_partners'),
        ('sla', '0003_names_and_production'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('minutes', models.JSONField(blank=True, default=dict, help_text='working minutes by the code of a priority; none: nothing agreed')),
                ('is_active', models.BooleanField(default=True)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.workcalendar')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('team',), name='one_agreement_a_team')],
            },
        ),
    ]
