import django.db.models.deletion
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('contracts', '0001_first'),
        ('contracts', '0002_agreements'),
    ]

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('people', '0001_initial'),
        ('sla', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mark', models.CharField(max_length=32)),
                    ('day', models.DateField(help_text='versions that begin until this day are in force everywhere')),
                ],
            ),
            migrations.CreateModel(
                name='Policy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('region', models.CharField(blank=True, max_length=80)),
                    ('kind', models.CharField(blank=True, max_length=10)),
                    ('door', models.CharField(blank=True, max_length=20)),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                    ('priority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
                    ('support_level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.supportlevel')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
                ],
                options={
                    'ordering': ['name'],
                },
            ),
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
            migrations.CreateModel(
                name='PolicyVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='by which files know it', max_length=160, unique=True)),
                    ('valid_from', models.DateField(blank=True, help_text="by the desk's zone; none: a draft", null=True)),
                    ('minutes', models.JSONField(blank=True, default=dict, help_text='working minutes by the code of a priority and by metric')),
                    ('is_active', models.BooleanField(default=True)),
                    ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.workcalendar')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='contracts.policy')),
                ],
                options={
                    'ordering': ['policy', '-valid_from', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('policy', 'valid_from'), name='one_version_a_date')],
                },
            ),
        ]),
    ]
