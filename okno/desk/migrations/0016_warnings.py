

import django.db.models.deletion
import okno.desk.models.warning
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0015_rounds'),
        ('sla', '0003_names_and_production'),
    ]

    operations = [
        migrations.CreateModel(
            name='Warned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=12)),
                ('started_at', models.DateTimeField()),
                ('step', models.PositiveSmallIntegerField()),
                ('due_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'warned',
            },
        ),
        migrations.CreateModel(
            name='WarningPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='warnings', editable=False, max_length=20)),
                ('steps', models.JSONField(blank=True, default=dict, help_text='metric → step in percent → whom; a metric that is not named is warned of as usual', validators=[okno.desk.models.warning.right_steps], verbose_name='who is told when')),
            ],
        ),
        migrations.AddField(
            model_name='clock',
            name='warn_at',
            field=models.DateTimeField(help_text='when the next step comes; none while it stands still', null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='warn_step',
            field=models.PositiveSmallIntegerField(default=0, help_text='which step comes then, in percent'),
        ),
        migrations.AddField(
            model_name='clock',
            name='warned',
            field=models.PositiveSmallIntegerField(default=0, help_text='the step that was told last, in percent'),
        ),
        migrations.AddField(
            model_name='clock',
            name='warned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('warn_at__isnull', False)), fields=['warn_at'], name='clock_warns'),
        ),
        migrations.AddField(
            model_name='warned',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='desk.ticket'),
        ),
        migrations.AddConstraint(
            model_name='warningplan',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_plan_of_warnings'),
        ),
        migrations.AddConstraint(
            model_name='warned',
            constraint=models.UniqueConstraint(fields=('ticket', 'metric', 'started_at', 'step', 'due_at'), name='warned_once'),
        ),
    ]
