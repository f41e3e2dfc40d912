import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('notify', '0001_first'),
        ('notify', '0002_notices'),
        ('notify', '0003_messenger'),
    ]

    initial = True

    dependencies = [
        ('desk', '0001_initial'),
        ('people', '0001_initial'),
        ('sla', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='DeskKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_the_one', models.BooleanField(default=True, unique=True)),
                    ('sealed', models.TextField()),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Browser',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('session_key', models.CharField(max_length=40)),
                    ('endpoint', models.CharField(max_length=1000, unique=True)),
                    ('public_key', models.CharField(help_text='P-256, uncompressed, base64url (RFC 8291)', max_length=100)),
                    ('secret', models.CharField(help_text='16 bytes, base64url (RFC 8291)', max_length=40)),
                    ('agent', models.CharField(blank=True, max_length=300)),
                    ('named_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='browsers', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Chat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chat', models.BigIntegerField(help_text="the messenger's number of the chat", unique=True)),
                    ('called', models.CharField(blank=True, help_text='how he calls himself there', max_length=100)),
                    ('joined_at', models.DateTimeField()),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='chat', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='JoinCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(help_text='SHA-256; the code itself is kept nowhere', max_length=64, unique=True)),
                    ('until', models.DateTimeField()),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Wishes',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wishes', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('matrix', models.JSONField(default=dict, help_text='kind → ways; kinds that are not named go as usual')),
                    ('quiet_begins', models.TimeField(blank=True, null=True)),
                    ('quiet_ends', models.TimeField(blank=True, null=True)),
                    ('quiet_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='1 Monday … 7 Sunday', size=None)),
                    ('digest', models.CharField(choices=[('never', 'never'), ('daily', 'every day'), ('weekly', 'on Mondays')], default='never', max_length=6)),
                    ('digest_hour', models.PositiveSmallIntegerField(default=9)),
                    ('digest_at', models.DateTimeField(help_text='when the next one is due', null=True)),
                ],
                options={
                    'verbose_name_plural': 'wishes',
                    'indexes': [models.Index(fields=['digest_at'], name='wishes_digest')],
                },
            ),
            migrations.CreateModel(
                name='ChatLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sealed', models.TextField(help_text="the words, under the seal of the desk's key")),
                    ('written_at', models.DateTimeField()),
                    ('not_before', models.DateTimeField()),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='notify.chat')),
                    ('ticket', models.ForeignKey(help_text='none: a summary', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('claimed_at', None)), fields=['not_before'], name='chat_line_due')],
                },
            ),
            migrations.CreateModel(
                name='News',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(help_text='one of okno.notify.kinds', max_length=20)),
                    ('at', models.DateTimeField(help_text='when it happened')),
                    ('told_at', models.DateTimeField(help_text='when the desk wrote this row')),
                    ('in_bell', models.BooleanField(default=True)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('push_at', models.DateTimeField(help_text='not before this moment', null=True)),
                    ('mail_at', models.DateTimeField(help_text='not before this moment', null=True)),
                    ('chat_at', models.DateTimeField(help_text='not before this moment', null=True)),
                    ('mailed_at', models.DateTimeField(help_text='a letter has told of it', null=True)),
                    ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='desk.fact')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='desk.ticket')),
                ],
                options={
                    'verbose_name_plural': 'news',
                    'indexes': [models.Index(fields=['person', 'ticket', '-id'], name='news_by_ticket'), models.Index(condition=models.Q(('read_at', None)), fields=['person', 'ticket'], name='news_unread'), models.Index(condition=models.Q(('push_at__isnull', False)), fields=['push_at'], name='news_push'), models.Index(condition=models.Q(('mail_at__isnull', False)), fields=['mail_at'], name='news_mail'), models.Index(condition=models.Q(('chat_at__isnull', False)), fields=['chat_at'], name='news_chat'), models.Index(fields=['told_at'], name='news_age')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'fact'), name='told_once')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.CharField(choices=[('year', 'Year'), ('messenger', 'Messenger')], default='year', max_length=12)),
                    ('year', models.PositiveSmallIntegerField(help_text='the year that is lacking', null=True)),
                    ('told_at', models.DateTimeField()),
                    ('read_at', models.DateTimeField(null=True)),
                    ('calendar', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sla.workcalendar')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['person'], name='notice_unread')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'calendar', 'year'), name='noticed_once')],
                },
            ),
            migrations.CreateModel(
                name='Push',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tag', models.CharField(help_text='a later push with the same tag takes its place', max_length=32)),
                    ('sealed', models.TextField(help_text="what the browser shows, under the seal of the desk's key")),
                    ('written_at', models.DateTimeField()),
                    ('not_before', models.DateTimeField()),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('browser', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='notify.browser')),
                    ('ticket', models.ForeignKey(help_text='none: a summary', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket')),
                ],
                options={
                    'verbose_name_plural': 'pushes',
                    'indexes': [models.Index(condition=models.Q(('claimed_at', None)), fields=['not_before'], name='push_due')],
                },
            ),
        ]),
    ]
