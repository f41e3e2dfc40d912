import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drafts of promises are rehearsed on the past."""

    dependencies = [
        ('contracts', '0001_first'),
        ('desk', "0023_breaches"),
        ('people', '0007_support_levels'),
        ('sla', '0003_names_and_production'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rehearsal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(default=3)),
                ('since', models.DateTimeField()),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('upto', models.BigIntegerField(default=0, help_text='the id of the last ticket that was looked at')),
                ('total', models.PositiveIntegerField(default=0)),
                ('looked', models.PositiveIntegerField(default=0)),
                ('untold', models.PositiveIntegerField(default=0, help_text='tickets whose old facts do not tell what was promised')),
                ('promises', models.JSONField(default=dict, help_text='by metric: how many were promised, how many would have been')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('calendar', models.ForeignKey(help_text='or a calendar', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sla.workcalendar')),
                ('instead_of', models.ForeignKey(help_text='of this one', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sla.workcalendar')),
                ('version', models.ForeignKey(help_text='of a policy', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contracts.policyversion')),
            ],
        ),
        migrations.CreateModel(
            name='Late',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=12)),
                ('was', models.PositiveIntegerField(default=0, help_text='working seconds; 0: not late')),
                ('would', models.PositiveIntegerField(default=0, help_text='working seconds; 0: not late')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.team')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket')),
                ('rehearsal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late', to='desk.rehearsal')),
            ],
            options={
                'indexes': [models.Index(fields=['rehearsal', 'metric', 'ticket'], name='late_of')],
            },
        ),
    ]
