import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('staffing', '0001_first'),
        ('staffing', '0002_given'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Attendance',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='attendance', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('leaves_at', models.DateTimeField(db_index=True, null=True)),
                    ('given_at', models.DateTimeField(help_text='when a strategy gave a ticket last', null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('week', models.JSONField(blank=True, default=dict, verbose_name='weekly hours')),
                    ('begins_on', models.DateField(blank=True, null=True, verbose_name='first day')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                    ('keeps_holidays', models.BooleanField(default=True, verbose_name='rests on holidays')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ],
                options={
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(choices=[('sick', 'sick leave'), ('holiday', 'holiday'), ('training', 'training'), ('other', 'absence')], default='holiday', max_length=10, verbose_name='reason')),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField(help_text='none: until further notice', null=True)),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                    ('at', models.DateTimeField()),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL)),
                    ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stands_in', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['starts_at', 'id'],
                    'indexes': [models.Index(fields=['person', 'starts_at'], name='absence_of')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='absence_ends_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='Feed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('sealed', models.TextField()),
                    ('opened_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(help_text="none: the person's own", null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.team')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('person', 'team'), name='one_open_feed', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Stint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stints', to=settings.AUTH_USER_MODEL)),
                    ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stints', to='staffing.shift')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('shift', 'person'), name='once_in_a_shift')],
                },
            ),
        ]),
    ]
