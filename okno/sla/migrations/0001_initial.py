from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('sla', '0001_first'),
        ('sla', '0002_calendars_rest'),
        ('sla', '0003_names_and_production'),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='WorkCalendar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('zone', models.CharField(default='Europe/Moscow', max_length=64, verbose_name='time zone')),
                    ('is_always', models.BooleanField(default=False, verbose_name='day and night, every day')),
                    ('week', models.JSONField(blank=True, default=dict, verbose_name='weekly hours')),
                    ('holidays', models.JSONField(blank=True, default=list, verbose_name='days off')),
                    ('breaks', models.JSONField(blank=True, default=dict, verbose_name='breaks by date')),
                    ('exceptions', models.JSONField(blank=True, default=dict, verbose_name='hours by date')),
                    ('names', models.JSONField(blank=True, default=dict, help_text='by date; only of days that are told above', verbose_name='names of days')),
                    ('production', models.JSONField(blank=True, default=dict, help_text='by year: days off and hours as the desk put them in; all others are by hand', verbose_name='production calendar')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('version', models.PositiveIntegerField(default=1, help_text='grows with each change; prepared calendars are kept by it')),
                ],
            ),
        ]),
    ]
