import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('setup', '0001_first'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(help_text='the name of one of okno.setup.setups', max_length=20)),
                    ('row', models.BigIntegerField(help_text='its id')),
                    ('title', models.CharField(help_text='as it was called then', max_length=300)),
                    ('at', models.DateTimeField()),
                    ('before', models.JSONField(help_text='the fields that changed; null for a new row; never a secret', null=True)),
                    ('after', models.JSONField(help_text='the same fields afterwards')),
                    ('source', models.CharField(choices=[('page', 'settings'), ('undo', 'undo'), ('file', 'configuration file')], default='page', max_length=4)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='setup.change')),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['what', 'row', '-id'], name='change_of_row')],
                },
            ),
        ]),
        migrations.RunSQL(
            """
            CREATE FUNCTION setup_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the history of the settings is append-only';
            END $$;
            CREATE TRIGGER setup_change_append_only BEFORE UPDATE OR DELETE ON setup_change
                FOR EACH ROW EXECUTE FUNCTION setup_change_is_append_only();
            """,
            """
            DROP TRIGGER setup_change_append_only ON setup_change;
            DROP FUNCTION setup_change_is_append_only();
            """,
        ),
    ]
