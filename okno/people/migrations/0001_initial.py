import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('people', '0001_first'),
        ('people', '0002_merges_know_who_undid'),
        ('people', '0003_organisations_rest'),
        ('people', '0004_provider'),
        ('people', '0005_undo_seconds'),
        ('people', '0006_hands'),
        ('people', '0007_support_levels'),
        ('people', '0008_entrance'),
        ('people', '0009_partners'),
        ('people', '0010_consents'),
        ('people', '0011_accent'),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Entrance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                    ('issuer', models.CharField(max_length=200, verbose_name='issuer')),
                    ('client_id', models.CharField(max_length=191)),
                    ('secret', models.TextField(blank=True, help_text="the client's, sealed by core.sealed")),
                    ('audience', models.CharField(choices=[('everybody', 'everybody'), ('customers', 'customers'), ('staff', 'those who work here')], default='everybody', max_length=12)),
                    ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), default=list, size=None)),
                    ('makes_people', models.BooleanField(default=False, verbose_name='who enters for the first time becomes a customer')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ],
            ),
            migrations.CreateModel(
                name='Purpose',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('text', models.TextField(max_length=20000, verbose_name='text of the consent')),
                    ('is_required', models.BooleanField(default=False, verbose_name='asked with a request')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ],
            ),
            migrations.CreateModel(
                name='SupportLevel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                    ('rank', models.PositiveSmallIntegerField(default=1, help_text='1 is the highest.', verbose_name='place in the order')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ],
                options={
                    'ordering': ['rank', 'name'],
                },
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                    ('role', models.CharField(choices=[('customer', 'customer'), ('manager', "customer's manager"), ('agent', 'agent'), ('lead', 'team lead'), ('administrator', 'administrator'), ('robot', 'robot')], default='customer', max_length=20, verbose_name='role')),
                    ('language', models.CharField(choices=[('ru', 'Russian'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                    ('zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                    ('signature', models.TextField(blank=True, max_length=2000, verbose_name='signature')),
                    ('undo_seconds', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='time to call an answer back')),
                    ('capacity', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tickets at once')),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None, verbose_name='skills')),
                    ('is_active', models.BooleanField(default=True, verbose_name='may log in')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='people.organisation')),
                ],
                options={
                    'indexes': [models.Index(fields=['role', 'name'], name='person_by_role'), models.Index(django.db.models.functions.text.Lower(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf(models.F('name'), models.Value('')), models.F('email'), output_field=models.CharField())), models.F('id'), condition=models.Q(('merged_into', None)), name='person_by_name')],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='one_person_an_email'), models.UniqueConstraint(condition=models.Q(('role', 'robot')), fields=('role',), name='one_robot')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_lead', models.BooleanField(default=False, verbose_name='leads the team')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.team')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('team', 'person'), name='once_in_a_team')],
                },
            ),
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                    ('region', models.CharField(blank=True, max_length=80, verbose_name='region')),
                    ('note', models.TextField(blank=True, max_length=4000, verbose_name='note')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked after by')),
                    ('support_level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='people.supportlevel', verbose_name='support level')),
                ],
            ),
            migrations.CreateModel(
                name='MailDomain',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('domain', models.CharField(help_text='small letters, without @', max_length=253, unique=True, verbose_name='domain')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='people.organisation')),
                ],
            ),
            migrations.CreateModel(
                name='PersonMerge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('moved', models.JSONField(default=dict, help_text='what went over: addresses, tickets, the former login address')),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('source',), name='person_merged_once')],
                },
            ),
            migrations.CreateModel(
                name='Provider',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(default='Окно', max_length=120, verbose_name='name')),
                    ('language', models.CharField(choices=[('ru', 'Russian'), ('en', 'English')], default='ru', max_length=5, verbose_name='language')),
                    ('zone', models.CharField(max_length=64, verbose_name='time zone')),
                    ('accent', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('\\A#[0-9a-fA-F]{6}\\Z', 'A colour is written like #2b6cb0.')], verbose_name='accent colour')),
                    ('next_step', models.CharField(blank=True, max_length=20)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_provider')],
                },
            ),
            migrations.CreateModel(
                name='PurposeText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('name', models.CharField(max_length=120)),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='people.purpose')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('purpose', 'number'), name='one_text_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_given', models.BooleanField()),
                    ('at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.purposetext')),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'text', '-id'], name='consent_of_person')],
                },
            ),
            migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('line', models.PositiveSmallIntegerField(choices=[(1, 'line 1: dispatchers'), (2, 'line 2: specialists'), (3, 'line 3: engineers')], default=1, verbose_name='line')),
                    ('is_closed', models.BooleanField(default=False, verbose_name='only members see its tickets')),
                    ('accept_minutes', models.PositiveSmallIntegerField(blank=True, default=30, null=True, verbose_name='accepted within, minutes')),
                    ('urgent_rank', models.PositiveSmallIntegerField(default=1, verbose_name='does not wait for an absent owner')),
                    ('strategy', models.CharField(choices=[('hand', 'by hand: everybody takes'), ('round', 'in turn'), ('load', 'whoever has least to do'), ('skill', 'by skill'), ('knows', 'whoever knows the customer'), ('territory', 'whoever looks after the organisation')], default='hand', max_length=10, verbose_name='who gets a new ticket')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('members', models.ManyToManyField(related_name='teams', through='people.Membership', to=settings.AUTH_USER_MODEL)),
                    ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ],
                options={
                    'ordering': ['line', 'name'],
                },
            ),
            migrations.CreateModel(
                name='Address',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('mail', 'mail'), ('phone', 'phone'), ('telegram', 'Telegram'), ('max', 'MAX'), ('vk', 'VK'), ('other', 'other')], max_length=12)),
                    ('value', models.CharField(help_text='as the person writes it', max_length=254)),
                    ('normal', models.CharField(help_text='as the desk compares it', max_length=254)),
                    ('verified_at', models.DateTimeField(blank=True, null=True)),
                    ('broken_since', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('channel', 'normal'), name='one_owner_an_address')],
                },
            ),
        ]),
        migrations.RunSQL(
            """
            CREATE FUNCTION people_consent_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'consents and their texts are append-only';
            END $$;
            CREATE TRIGGER people_consent_append_only BEFORE UPDATE OR DELETE ON people_consent
                FOR EACH ROW EXECUTE FUNCTION people_consent_is_append_only();
            CREATE TRIGGER people_text_append_only BEFORE UPDATE OR DELETE ON people_purposetext
                FOR EACH ROW EXECUTE FUNCTION people_consent_is_append_only();
            """,
            """
            DROP TRIGGER people_consent_append_only ON people_consent;
            DROP TRIGGER people_text_append_only ON people_purposetext;
            DROP FUNCTION people_consent_is_append_only();
            """,
        ),
    ]
