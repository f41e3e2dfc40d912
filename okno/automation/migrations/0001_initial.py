import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('automation', '0001_rules'),
        ('automation', '0002_trials'),
    ]

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('desk', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Rule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('order', models.PositiveSmallIntegerField(default=100, verbose_name='place in the order')),
                    ('at_opening', models.BooleanField(default=True, verbose_name='when a ticket is opened')),
                    ('at_message', models.BooleanField(default=False, verbose_name='when the customer writes again')),
                    ('at_change', models.BooleanField(default=False, verbose_name='when a colleague changes the service or the priority')),
                    ('conditions', models.JSONField(blank=True, default=list, verbose_name='conditions')),
                    ('kind', models.CharField(blank=True, choices=[('incident', 'incident'), ('request', 'service request'), ('question', 'question'), ('problem', 'problem'), ('idea', 'idea')], max_length=10)),
                    ('to_line', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'line 1: dispatchers'), (2, 'line 2: specialists'), (3, 'line 3: engineers')], null=True)),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None)),
                    ('stops', models.BooleanField(default=False, verbose_name='no further rules')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('stamp', models.UUIDField(default=uuid.uuid4, help_text='another one after each change: processes keep the rules by it')),
                    ('priority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
                    ('to_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('to_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
                    ('watchers', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['order', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('to_team', None), ('to_line', None), _connector='OR'), name='rule_leads_to_a_team_or_a_line', violation_error_message='A rule leads to a team or to a line, not to both.'), models.CheckConstraint(condition=models.Q(('at_opening', True), ('at_message', True), ('at_change', True), _connector='OR'), name='rule_has_its_moment', violation_error_message='Choose when the rule is looked at.')],
                },
            ),
            migrations.CreateModel(
                name='Trace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('looked_at', models.PositiveSmallIntegerField(default=0, help_text='how many rules')),
                    ('steps', models.JSONField(default=list, help_text='the rules that fitted and those that nearly did, in their order')),
                    ('fact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='trace', to='desk.fact')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traces', to='desk.ticket')),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['ticket', '-id'], name='trace_of')],
                },
            ),
            migrations.CreateModel(
                name='Trial',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('draft', models.JSONField(help_text='the columns of the rule as it is tried')),
                    ('lists', models.JSONField(default=dict, help_text='what else belongs to the draft: tags, watchers')),
                    ('seen', models.JSONField(help_text='the rule as its author saw it, in plain form', null=True)),
                    ('wanted', models.PositiveIntegerField(help_text='the latest so many tickets')),
                    ('begun_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('total', models.PositiveIntegerField(default=0)),
                    ('done', models.PositiveIntegerField(default=0)),
                    ('fitted', models.PositiveIntegerField(default=0)),
                    ('moved', models.PositiveIntegerField(default=0, help_text='they would go elsewhere')),
                    ('agreed', models.PositiveIntegerField(default=0, help_text='of these: to where people have brought them')),
                    ('found', models.JSONField(default=list, help_text='the latest that would go elsewhere: from, to, where they are')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rule', models.ForeignKey(help_text='empty: a new one', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='trials', to='automation.rule')),
                ],
            ),
        ]),
    ]
