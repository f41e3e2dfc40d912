import django.db.models.deletion
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('catalog', '0001_first'),
        ('catalog', '0002_priorities_rest'),
        ('catalog', '0003_rounds'),
        ('catalog', '0004_lines_and_matrix'),
        ('catalog', '0005_request_types'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('sla', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Category',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('rank', models.PositiveSmallIntegerField(default=100, verbose_name='place in the order')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ],
                options={
                    'ordering': ['rank', 'name'],
                },
            ),
            migrations.CreateModel(
                name='Priority',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=30, unique=True)),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                    ('criterion', models.TextField(blank=True, max_length=1000, verbose_name='criterion')),
                    ('criterion_en', models.TextField(blank=True, max_length=1000, verbose_name='criterion in English')),
                    ('rank', models.PositiveSmallIntegerField(help_text='1 is the most urgent', verbose_name='rank')),
                    ('reaction_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='reaction, minutes')),
                    ('first_reply_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='first reply, minutes')),
                    ('next_reply_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='next reply, minutes')),
                    ('update_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='regular update, minutes')),
                    ('resolution_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='resolution, minutes')),
                    ('is_default', models.BooleanField(default=False, verbose_name='for new tickets')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.workcalendar', verbose_name='calendar')),
                ],
                options={
                    'verbose_name': 'priority',
                    'ordering': ['rank'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_default_priority')],
                },
            ),
            migrations.CreateModel(
                name='Matrix',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(default='matrix', max_length=30)),
                    ('one_later', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('one_now', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('one_soon', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('part_later', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('part_now', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('part_soon', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('wide_later', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('wide_now', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('wide_soon', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_matrix')],
                },
            ),
            migrations.CreateModel(
                name='RequestType',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('description', models.TextField(blank=True, max_length=2000, verbose_name='description')),
                    ('rank', models.PositiveSmallIntegerField(default=100, verbose_name='place in the order')),
                    ('kind', models.CharField(blank=True, max_length=10, verbose_name='kind')),
                    ('questions', models.JSONField(blank=True, default=list, verbose_name='questions')),
                    ('parts', models.JSONField(blank=True, default=list, verbose_name='parts')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='organisation')),
                    ('priority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority', verbose_name='priority')),
                    ('support_level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.supportlevel', verbose_name='support level')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team', verbose_name='team')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='request_types', to='catalog.service', verbose_name='service')),
                ],
                options={
                    'ordering': ['rank', 'name'],
                },
            ),
            migrations.CreateModel(
                name='FormVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('questions', models.JSONField(default=list)),
                    ('at', models.DateTimeField()),
                    ('request_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalog.requesttype')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('request_type', 'number'), name='one_form_of_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Service',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('description', models.TextField(blank=True, max_length=2000, verbose_name='description')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='services', to='catalog.category', verbose_name='category')),
                    ('priority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority', verbose_name='priority')),
                    ('second_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.team', verbose_name='team on line 2')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='services', to='people.team', verbose_name='team')),
                    ('third_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.team', verbose_name='team on line 3')),
                ],
                options={
                    'ordering': ['name'],
                },
            ),
        ]),
        migrations.RunSQL(
            """
            CREATE FUNCTION catalog_form_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a version of a form is written once';
            END $$;
            CREATE TRIGGER catalog_formversion_append_only BEFORE UPDATE OR DELETE ON catalog_formversion
                FOR EACH ROW EXECUTE FUNCTION catalog_form_is_written_once();
            """,
            """
            DROP TRIGGER catalog_formversion_append_only ON catalog_formversion;
            DROP FUNCTION catalog_form_is_written_once();
            """,
        ),
    ]
