import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import okno.desk.models.draft
import okno.desk.models.warning
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('desk', '0001_first'),
        ('desk', '0002_numbers_and_append_only_facts'),
        ('desk', '0003_blanks'),
        ('desk', '0004_due_order'),
        ('desk', '0005_presence'),
        ('desk', '0006_search'),
        ('desk', '0007_bulk'),
        ('desk', '0008_rating'),
        ('desk', '0009_views'),
        ('desk', '0010_revisions'),
        ('desk', '0011_order_of_views'),
        ('desk', '0012_columns_of_views'),
        ('desk', '0013_macros'),
        ('desk', '0014_pauses_know_why'),
        ('desk', '0015_rounds'),
        ('desk', '0016_warnings'),
        ('desk', '0017_timers_of_old_clocks'),
        ('desk', '0018_hands'),
        ('desk', '0019_nearest_deadlines'),
        ('desk', '0020_recount'),
        ('desk', '0021_lines_and_matrix'),
        ('desk', '0022_declines'),
        ('desk', '0023_breaches'),
        ('desk', '0024_rehearsal'),
        ('desk', '0025_clocks_without_deadline'),
        ('desk', '0026_given_promises'),
        ('desk', '0027_answers_know_what_they_moved'),
        ('desk', '0028_clocks_of_teams'),
        ('desk', '0029_request_types'),
        ('desk', '0030_views_of_teams'),
        ('desk', '0031_alike_tickets'),
        ('desk', '0032_from_when_on_amber'),
        ('desk', '0033_parts'),
    ]

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('contracts', '0001_initial'),
        ('core', '0001_initial'),
        ('people', '0001_initial'),
        ('sla', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='BreachReason',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                    ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ],
                options={
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Ticket',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveBigIntegerField(help_text='dictated by phone: short, digits only', unique=True)),
                    ('subject', models.CharField(blank=True, max_length=250, verbose_name='subject')),
                    ('state', models.CharField(choices=[('new', 'new'), ('open', 'in work'), ('waiting', 'waiting'), ('resolved', 'resolved'), ('closed', 'closed')], default='new', max_length=10, verbose_name='state')),
                    ('waiting_for', models.CharField(blank=True, choices=[('', '—'), ('customer', 'for the customer'), ('third_party', 'for a third party'), ('planned', 'until a date')], default='', max_length=12)),
                    ('waiting_until', models.DateTimeField(blank=True, null=True)),
                    ('kind', models.CharField(blank=True, choices=[('incident', 'incident'), ('request', 'service request'), ('question', 'question'), ('problem', 'problem'), ('idea', 'idea')], max_length=10, verbose_name='kind')),
                    ('impact', models.CharField(blank=True, choices=[('wide', 'everybody, or the whole company'), ('part', 'a department or several people'), ('one', 'one person')], max_length=4, verbose_name='impact')),
                    ('urgency', models.CharField(blank=True, choices=[('now', 'work stands still'), ('soon', 'work goes on, with difficulty'), ('later', 'it can wait')], max_length=5, verbose_name='urgency')),
                    ('wish', models.CharField(blank=True, choices=[('now', 'work stands still'), ('soon', 'work goes on, with difficulty'), ('later', 'it can wait')], max_length=5)),
                    ('door', models.CharField(default='mail', max_length=20)),
                    ('our_address', models.CharField(blank=True, max_length=254)),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None)),
                    ('fields', models.JSONField(blank=True, default=dict, help_text='custom fields: name → value')),
                    ('created_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField(help_text='the last fact')),
                    ('resolved_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('next_due_at', models.DateTimeField(null=True)),
                    ('due_order', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('next_due_at', datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), output_field=models.DateTimeField())),
                    ('team_due_at', models.DateTimeField(null=True)),
                    ('near', models.JSONField(default=list, help_text="[customer's, team's]: metric and moments of the shares")),
                    ('last_message_at', models.DateTimeField(null=True)),
                    ('last_words', models.CharField(blank=True, max_length=160)),
                    ('last_from_customer', models.BooleanField(default=True)),
                    ('promised', models.JSONField(default=dict, help_text='calendar, minutes by metric, the policy and its reason')),
                    ('hands_due_at', models.DateTimeField(null=True)),
                    ('version', models.PositiveIntegerField(default=1, help_text='grows with each fact; stops outdated answers')),
                    ('follow_up_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='desk.ticket')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='desk.ticket')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='people.organisation')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned', to=settings.AUTH_USER_MODEL)),
                    ('part_of', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='desk.ticket')),
                    ('priority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='catalog.priority')),
                    ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to=settings.AUTH_USER_MODEL)),
                    ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='catalog.service')),
                    ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='people.team')),
                ],
                options={
                    'ordering': ['-changed_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('merged_into', None), ('state__in', ('new', 'open', 'waiting'))), fields=['-changed_at', '-id'], name='ticket_live'), models.Index(condition=models.Q(('merged_into', None), ('state__in', ('new', 'open', 'waiting'))), fields=['owner', 'due_order', '-id'], name='ticket_owner_due'), models.Index(condition=models.Q(('merged_into', None), ('owner', None), ('state__in', ('new', 'open', 'waiting'))), fields=['due_order', '-id'], name='ticket_nobodys_due'), models.Index(condition=models.Q(('merged_into', None), ('state__in', ('new', 'open', 'waiting'))), fields=['due_order', '-id'], name='ticket_due'), models.Index(condition=models.Q(('merged_into', None), ('state__in', ('new', 'open', 'waiting'))), fields=['team', 'due_order', '-id'], name='ticket_team_due'), models.Index(condition=models.Q(('team_due_at__isnull', False)), fields=['team_due_at'], name='ticket_owed'), models.Index(fields=['state', '-changed_at', '-id'], name='ticket_state'), models.Index(fields=['requester', '-created_at'], name='ticket_requester'), models.Index(fields=['organisation', '-changed_at'], name='ticket_organisation'), models.Index(condition=models.Q(('waiting_until__isnull', False)), fields=['waiting_until'], name='ticket_wakes'), models.Index(condition=models.Q(('hands_due_at__isnull', False)), fields=['hands_due_at'], name='ticket_hands'), models.Index(condition=models.Q(('state', 'resolved')), fields=['resolved_at'], name='ticket_confirms'), models.Index(condition=models.Q(('merged_into', None), ('resolved_at__isnull', False), ('service__isnull', False)), fields=['service', 'priority', '-resolved_at'], name='ticket_alike'), django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='ticket_tags'), models.Index(condition=models.Q(('part_of__isnull', False)), fields=['part_of'], name='ticket_parts')],
                },
            ),
            migrations.CreateModel(
                name='BulkRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deed', models.CharField(max_length=12)),
                    ('value', models.CharField(blank=True, help_text='an id, a code or a tag, as the deed has it', max_length=60)),
                    ('missing', models.PositiveSmallIntegerField(default=0, help_text='asked for, and not open to the person')),
                    ('begun_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(help_text='empty while there is something to do', null=True)),
                    ('undone_at', models.DateTimeField(help_text='when the person asked to take it back', null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bulk_runs', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['begun_at'], name='bulk_run_going'), models.Index(fields=['by', '-id'], name='bulk_run_of')],
                },
            ),
            migrations.CreateModel(
                name='Closure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('resolved_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('reopened_at', models.DateTimeField(null=True)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reopened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('reopened_at', None)), fields=('ticket',), name='one_standing_closure')],
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=okno.desk.models.draft.unguessable, max_length=32, unique=True)),
                    ('kind', models.CharField(choices=[('reply', 'reply'), ('note', 'note')], max_length=5)),
                    ('text', models.TextField(blank=True)),
                    ('other_text', models.TextField(blank=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('saved_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'person', 'kind'), name='one_draft_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('heard', 'message of the customer'), ('reply', 'reply'), ('note', 'note')], max_length=6)),
                    ('door', models.CharField(default='mail', max_length=20)),
                    ('at', models.DateTimeField(help_text='received or written')),
                    ('subject', models.CharField(blank=True, max_length=250)),
                    ('text', models.TextField(help_text='what was newly said, without quotes and signatures')),
                    ('full_text', models.TextField(blank=True, help_text='all that was visible; empty where it equals the text')),
                    ('html', models.TextField(blank=True, help_text='cleaned; shown in a sandboxed frame only')),
                    ('has_remote_images', models.BooleanField(default=False)),
                    ('rfc_message_id', models.CharField(blank=True, max_length=500)),
                    ('is_automatic', models.BooleanField(default=False, help_text="written by the robot or by somebody else's")),
                    ('doubts', models.JSONField(default=list, help_text='why the sender may not be who it seems (SEC-32)')),
                    ('leaves_at', models.DateTimeField(null=True)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('moved', models.JSONField(help_text='what undo puts back: name → before, after; the facts of what was done with the answer', null=True)),
                    ('redacted_at', models.DateTimeField(null=True)),
                    ('revised_at', models.DateTimeField(help_text='a note says something else since; see Revision', null=True)),
                    ('key', models.CharField(blank=True, help_text='idempotency key of the composer or the door', max_length=64)),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='desk.ticket')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [models.Index(fields=['ticket', 'at', 'id'], name='message_ticket'), models.Index(condition=models.Q(('rfc_message_id', ''), _negated=True), fields=['rfc_message_id'], name='message_rfc_id')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('author', 'key'), name='one_message_a_key')],
                },
            ),
            migrations.CreateModel(
                name='Mention',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL)),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='desk.message')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='mentioned_once')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=150)),
                    ('alt', models.CharField(blank=True, help_text='what a picture shows, for those who do not see it', max_length=250)),
                    ('content_id', models.CharField(blank=True, max_length=250)),
                    ('is_inline', models.BooleanField(default=False)),
                    ('note', models.CharField(blank=True, help_text='why it was not opened, where it was not', max_length=250)),
                    ('redacted_at', models.DateTimeField(null=True)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='desk.draft')),
                    ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='desk.message')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('message__isnull', False), ('draft__isnull', False), _connector='OR'), name='attached_to_something')],
                },
            ),
            migrations.CreateModel(
                name='Recount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('causes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text='what was changed, in words; changes of one moment share a run', size=None)),
                    ('asked_at', models.DateTimeField()),
                    ('begun_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('total', models.PositiveIntegerField(default=0)),
                    ('looked', models.PositiveIntegerField(default=0)),
                    ('otherwise', models.PositiveIntegerField(default=0, help_text='tickets about which something else is promised now')),
                    ('earlier', models.PositiveIntegerField(default=0, help_text='tickets whose nearest deadline came nearer')),
                    ('later', models.PositiveIntegerField(default=0, help_text='tickets whose nearest deadline moved away')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['id'], name='recount_going')],
                },
            ),
            migrations.CreateModel(
                name='RecountPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('after', models.BigIntegerField(help_text='the id before the first ticket')),
                    ('upto', models.BigIntegerField(help_text='the id of the last ticket; none: to the end', null=True)),
                    ('recount', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='desk.recount')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Rehearsal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('months', models.PositiveSmallIntegerField(default=3)),
                    ('since', models.DateTimeField()),
                    ('asked_at', models.DateTimeField()),
                    ('begun_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
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
                name='RehearsalPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('after', models.BigIntegerField(help_text='the id before the first ticket')),
                    ('upto', models.BigIntegerField(help_text='the id of the last ticket; none: to the end', null=True)),
                    ('rehearsal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='desk.rehearsal')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Revision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('before', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='desk.message')),
                ],
                options={
                    'ordering': ['-at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('icon', models.CharField(choices=[('star', 'star'), ('flag', 'flag'), ('clock', 'clock'), ('bell', 'bell'), ('customer', 'person'), ('organisation', 'building'), ('service', 'layers'), ('tag', 'tag'), ('letter', 'letter'), ('phone', 'telephone')], default='star', max_length=12, verbose_name='icon')),
                    ('query', models.CharField(max_length=200, verbose_name='search')),
                    ('order', models.CharField(choices=[('due', 'the nearest promise first'), ('changed', 'the latest change first'), ('newest', 'new ones first'), ('oldest', 'old ones first')], default='due', max_length=8, verbose_name='order')),
                    ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('number', 'Number'), ('subject', 'Subject'), ('requester', 'Requester'), ('organisation', 'Organisation'), ('service', 'Service'), ('kind', 'Kind'), ('priority', 'Priority'), ('owner', 'Owner'), ('team', 'Team'), ('state', 'State'), ('tags', 'Tags'), ('created', 'Created'), ('changed', 'Changed'), ('due', 'Promise'), ('last', 'Last words')], max_length=12), blank=True, default=list, size=None, verbose_name='columns')),
                    ('place', models.PositiveSmallIntegerField(default=0)),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='views', to='people.team', verbose_name='team')),
                ],
                options={
                    'ordering': ['place', 'id'],
                    'indexes': [models.Index(fields=['owner'], name='view_of'), models.Index(fields=['team'], name='view_of_team')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('team__isnull', False)), fields=('team', 'name'), name='one_view_a_name_in_team')],
                },
            ),
            migrations.CreateModel(
                name='SearchDocument',
                fields=[
                    ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='desk.ticket')),
                    ('stems', django.contrib.postgres.search.SearchVectorField()),
                    ('exact', django.contrib.postgres.search.SearchVectorField()),
                    ('version', models.PositiveIntegerField(help_text='of the ticket, when it was read')),
                    ('at', models.DateTimeField(help_text='when it was read; the oldest ones are read anew by and by')),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['stems', 'exact'], name='search_words'), models.Index(fields=['at'], name='search_oldest')],
                },
            ),
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stars', models.PositiveSmallIntegerField(choices=[(1, 'very bad'), (2, 'bad'), (3, 'so-so'), (4, 'good'), (5, 'excellent')], validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                    ('words', models.CharField(blank=True, max_length=2000)),
                    ('at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rating', to='desk.closure')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='one_to_five_stars')],
                },
            ),
            migrations.CreateModel(
                name='Presence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('writes', models.CharField(blank=True, choices=[('reply', 'reply'), ('note', 'note')], max_length=5)),
                    ('seen_at', models.DateTimeField(db_index=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'person'), name='present_once')],
                },
            ),
            migrations.CreateModel(
                name='Participant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('ticket', 'person'), name='participates_once')],
                },
            ),
            migrations.CreateModel(
                name='Merge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('moved', models.JSONField(default=dict, help_text="ids of messages; people added; the source's state and clocks before")),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_away', to='desk.ticket')),
                    ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_in', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('source',), name='merged_once')],
                },
            ),
            migrations.CreateModel(
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('related', 'related'), ('cause', 'caused by'), ('duplicate', 'duplicate of'), ('maybe_reply', 'perhaps a reply to'), ('split', 'split from')], default='related', max_length=12)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='desk.ticket')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'other', 'kind'), name='linked_once'), models.CheckConstraint(condition=models.Q(('ticket', models.F('other')), _negated=True), name='not_linked_to_itself')],
                },
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
                    ('rehearsal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late', to='desk.rehearsal')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket')),
                ],
                options={
                    'indexes': [models.Index(fields=['rehearsal', 'metric', 'ticket'], name='late_of')],
                },
            ),
            migrations.CreateModel(
                name='FilledForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answers', models.JSONField(default=dict, help_text='key of the question → answer, see okno.catalog.answers')),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.formversion')),
                    ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='form', to='desk.ticket')),
                ],
            ),
            migrations.CreateModel(
                name='Fact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(help_text='one of okno.desk.kinds', max_length=40)),
                    ('at', models.DateTimeField()),
                    ('data', models.JSONField(default=dict, help_text='what changed: ids, names, before and after')),
                    ('why', models.TextField(blank=True, help_text='the reason of an automatic act, or what the person said')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='desk.message')),
                    ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='desk.ticket')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [models.Index(fields=['ticket', 'at', 'id'], name='fact_ticket'), models.Index(fields=['kind', 'at'], name='fact_kind')],
                },
            ),
            migrations.CreateModel(
                name='Decline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declines', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'person'), name='declined_once')],
                },
            ),
            migrations.CreateModel(
                name='Clock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('metric', models.CharField(choices=[('reaction', 'reaction'), ('first_reply', 'first reply'), ('next_reply', 'next reply'), ('update', 'regular update'), ('resolution', 'resolution'), ('given_reply', 'promised answer'), ('given_deed', 'promised deed'), ('ola', 'team deadline')], max_length=12)),
                    ('minutes', models.PositiveIntegerField(help_text='promised working minutes')),
                    ('until', models.DateTimeField(help_text='a moment that was promised itself; it decides, whatever the minutes say', null=True)),
                    ('started_at', models.DateTimeField()),
                    ('pauses', models.JSONField(default=list, help_text="{from, to, why: one of Waited, by: a person's id}")),
                    ('due_at', models.DateTimeField(help_text='none while paused', null=True)),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('warn_at', models.DateTimeField(help_text='when the next step comes; none while it stands still', null=True)),
                    ('warn_step', models.PositiveSmallIntegerField(default=0, help_text='which step comes then, in percent')),
                    ('warned', models.PositiveSmallIntegerField(default=0, help_text='the step that was told last, in percent')),
                    ('warned_at', models.DateTimeField(null=True)),
                    ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.workcalendar')),
                    ('team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='desk.ticket')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('cancelled_at', None), ('due_at__isnull', False), ('stopped_at', None)), fields=['due_at'], name='clock_due'), models.Index(condition=models.Q(('cancelled_at', None), ('due_at', None), ('stopped_at', None)), fields=['ticket'], name='clock_without_due'), models.Index(condition=models.Q(('warn_at__isnull', False)), fields=['warn_at'], name='clock_warns')],
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'metric', 'started_at'), name='one_clock_a_round')],
                },
            ),
            migrations.CreateModel(
                name='BulkItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('outcome', models.CharField(blank=True, choices=[('', 'waits for its turn'), ('done', 'changed'), ('same', 'was so already'), ('refused', 'not changed'), ('skipped', 'stopped before its turn'), ('undone', 'taken back'), ('kept', 'left as it is')], default='', max_length=8)),
                    ('reason', models.CharField(blank=True, choices=[('', '—'), ('over', 'it is resolved or closed already'), ('not_now', 'its present state does not allow it'), ('merged', 'it was merged into another one'), ('hidden', 'it is not open to you'), ('forbidden', 'you have no right to do this'), ('input', 'the value does not fit it'), ('fault', 'something went wrong at the desk'), ('changed', 'somebody has changed it since')], default='', max_length=10)),
                    ('before', models.JSONField(default=dict)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='desk.bulkrun')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket')),
                ],
                options={
                    'indexes': [models.Index(fields=['run', 'outcome', 'ticket'], name='bulk_item_turn')],
                    'constraints': [models.UniqueConstraint(fields=('run', 'ticket'), name='once_in_a_run')],
                },
            ),
            migrations.CreateModel(
                name='Breach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('metric', models.CharField(max_length=12)),
                    ('started_at', models.DateTimeField()),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('said_at', models.DateTimeField(null=True)),
                    ('excused_minutes', models.PositiveIntegerField(default=0, help_text='working minutes')),
                    ('excused_why', models.CharField(blank=True, max_length=500)),
                    ('excused_at', models.DateTimeField(null=True)),
                    ('excused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='desk.breachreason')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breaches', to='desk.ticket')),
                ],
                options={
                    'verbose_name_plural': 'breaches',
                    'indexes': [models.Index(fields=['said_at'], name='breach_said')],
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'metric', 'started_at'), name='one_breach_a_clock'), models.CheckConstraint(condition=models.Q(('excused_minutes', 0), ('excused_by__isnull', False), _connector='OR'), name='excused_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('ticket',), name='in_one_hand')],
                },
            ),
            migrations.CreateModel(
                name='Split',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('moved', models.JSONField(default=list, help_text='ids of messages')),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='splits_away', to='desk.ticket')),
                    ('target', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='split_from', to='desk.ticket')),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Warned',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('metric', models.CharField(max_length=12)),
                    ('started_at', models.DateTimeField()),
                    ('step', models.PositiveSmallIntegerField()),
                    ('due_at', models.DateTimeField()),
                    ('at', models.DateTimeField()),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='desk.ticket')),
                ],
                options={
                    'verbose_name_plural': 'warned',
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'metric', 'started_at', 'step', 'due_at'), name='warned_once')],
                },
            ),
            migrations.CreateModel(
                name='WarningPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(default='warnings', editable=False, max_length=20)),
                    ('steps', models.JSONField(blank=True, default=dict, help_text='metric → step in percent → whom; a metric that is not named is warned of as usual', validators=[okno.desk.models.warning.right_steps], verbose_name='who is told when')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_plan_of_warnings')],
                },
            ),
            migrations.CreateModel(
                name='Watch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'person'), name='watches_once')],
                },
            ),
            migrations.CreateModel(
                name='WorkLog',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('minutes', models.PositiveIntegerField()),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('at', models.DateTimeField()),
                    ('key', models.CharField(blank=True, max_length=64)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work', to='desk.ticket')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('person', 'key'), name='one_log_a_key')],
                },
            ),
            migrations.CreateModel(
                name='Blank',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('text', models.TextField(blank=True, max_length=20000, verbose_name='text')),
                    ('kind', models.CharField(blank=True, choices=[('incident', 'incident'), ('request', 'service request'), ('question', 'question'), ('problem', 'problem'), ('idea', 'idea')], max_length=10)),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None)),
                    ('to_me', models.BooleanField(default=False, help_text='into the hands of whoever uses it')),
                    ('then', models.CharField(blank=True, choices=[('', 'It stays as it is'), ('wait', 'It waits for the customer'), ('resolve', 'Resolved, the requester is asked'), ('close', 'Closed without asking')], default='', max_length=10)),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='blanks', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                    ('priority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.priority')),
                    ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='blanks', to='people.team', verbose_name='team')),
                    ('to_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('to_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
                ],
                options={
                    'ordering': ['name', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('owner', None)), fields=('name',), name='one_shared_blank_a_name'), models.UniqueConstraint(fields=('owner', 'name'), name='one_own_blank_a_name'), models.CheckConstraint(condition=models.Q(('owner', None), ('team', None), _connector='OR'), name='blank_of_one_or_of_a_team'), models.CheckConstraint(condition=models.Q(('to_me', False), ('to_person', None), _connector='OR'), name='into_the_hands_of_one')],
                },
            ),
        ]),
        # Ticket numbers come from a sequence; a fact that was written is never changed, whoever tries.
        migrations.RunSQL("CREATE SEQUENCE desk_ticket_number START 1001", "DROP SEQUENCE desk_ticket_number"),
        migrations.RunSQL(
            """
            CREATE FUNCTION desk_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'facts are append-only';
            END $$;
            CREATE TRIGGER desk_fact_append_only BEFORE UPDATE OR DELETE ON desk_fact
                FOR EACH ROW EXECUTE FUNCTION desk_fact_is_append_only();
            """,
            """
            DROP TRIGGER desk_fact_append_only ON desk_fact;
            DROP FUNCTION desk_fact_is_append_only();
            """,
        ),
        # The reasons of missed deadlines that a desk begins with; all of it can be changed.
        migrations.RunSQL(
            """
            INSERT INTO desk_breachreason (name, name_en, is_active) VALUES
                ('Не успели сами', 'We were too slow', true),
                ('Задержала третья сторона', 'A third party was late', true),
                ('Ждали заявителя', 'We waited for the requester', true),
                ('Форс-мажор', 'Force majeure', true)
            """,
            migrations.RunSQL.noop,
        ),
    ]
