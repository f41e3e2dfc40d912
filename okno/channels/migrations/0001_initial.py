import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('channels', '0001_first'),
        ('channels', '0002_raw_is_stored_as_it_is'),
        ('channels', '0003_outbox_counts_lost_answers'),
        ('channels', '0004_letters_of_a_sender_in_turn'),
        ('channels', '0005_messenger'),
    ]

    initial = True

    dependencies = [
        ('desk', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Bot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(default='messenger', editable=False, max_length=20)),
                    ('api', models.CharField(default='https://api.telegram.org', max_length=200, verbose_name='address of the server')),
                    ('secret', models.TextField(blank=True, help_text='the token, sealed by core.sealed')),
                    ('is_active', models.BooleanField(default=False, verbose_name='in use')),
                    ('username', models.CharField(blank=True, max_length=64)),
                    ('offset', models.BigIntegerField(default=0)),
                    ('expects_until', models.DateTimeField(null=True)),
                    ('listens_until', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_bot')],
                },
            ),
            migrations.CreateModel(
                name='Mailbox',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.EmailField(max_length=254, unique=True, verbose_name='address')),
                    ('name', models.CharField(blank=True, max_length=120, verbose_name='name on answers')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('acknowledges', models.BooleanField(default=True, verbose_name='tells the sender the number of a new ticket')),
                    ('imap_host', models.CharField(blank=True, max_length=253)),
                    ('imap_port', models.PositiveIntegerField(default=993)),
                    ('imap_security', models.CharField(choices=[('tls', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'none (this machine only)')], default='tls', max_length=8)),
                    ('imap_folder', models.CharField(default='INBOX', max_length=200)),
                    ('smtp_host', models.CharField(blank=True, max_length=253)),
                    ('smtp_port', models.PositiveIntegerField(default=587)),
                    ('smtp_security', models.CharField(choices=[('tls', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'none (this machine only)')], default='starttls', max_length=8)),
                    ('user', models.CharField(blank=True, max_length=254)),
                    ('login', models.CharField(choices=[('password', 'password'), ('xoauth2', 'OAuth 2 (XOAUTH2)')], default='password', max_length=10)),
                    ('secret', models.TextField(blank=True, help_text='encrypted by core.sealed: password, or JSON of OAuth tokens')),
                    ('oauth_token_url', models.URLField(blank=True)),
                    ('oauth_client_id', models.CharField(blank=True, max_length=300)),
                    ('trusted_authserv_id', models.CharField(blank=True, max_length=253)),
                    ('last_success_at', models.DateTimeField(blank=True, null=True)),
                    ('last_error_at', models.DateTimeField(blank=True, null=True)),
                    ('last_error', models.CharField(blank=True, max_length=500)),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mailboxes', to='people.team')),
                ],
            ),
            migrations.CreateModel(
                name='MailboxCursor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid_validity', models.BigIntegerField(default=0)),
                    ('last_uid', models.BigIntegerField(default=0)),
                    ('lease_token', models.BigIntegerField(default=0, help_text='fencing token: grows with each new holder')),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='cursor', to='channels.mailbox')),
                ],
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('door', models.CharField(default='mail', max_length=20)),
                    ('purpose', models.CharField(choices=[('reply', 'reply'), ('acknowledge', 'confirmation of receipt'), ('ask_solved', 'question whether it is solved'), ('notice', 'notice'), ('login', 'login code')], max_length=12)),
                    ('address', models.CharField(max_length=320)),
                    ('rfc_message_id', models.CharField(help_text='RFC 5322, without angle brackets', max_length=250, unique=True)),
                    ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('delivered', 'delivered'), ('uncertain', 'perhaps sent'), ('failed', 'failed'), ('cancelled', 'not sent')], default='queued', max_length=10)),
                    ('not_before', models.DateTimeField()),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('lost_answers', models.PositiveSmallIntegerField(default=0, help_text='how often nobody knew whether it had left')),
                    ('reason', models.CharField(blank=True, help_text='why it failed, in human words', max_length=500)),
                    ('diagnostic', models.CharField(blank=True, help_text='what the other server said', max_length=1000)),
                    ('created_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('sealed_body', models.TextField(blank=True)),
                    ('fact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.fact')),
                    ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='desk.message')),
                    ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='desk.ticket')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['not_before'], name='delivery_due'), models.Index(condition=models.Q(('state__in', ['sending', 'uncertain'])), fields=['state'], name='delivery_open'), models.Index(fields=['address', '-created_at'], name='delivery_address'), models.Index(condition=models.Q(('purpose', 'acknowledge')), fields=['-created_at'], name='delivery_acknowledged')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('message__isnull', False)), fields=('message', 'address'), name='one_delivery_a_recipient'), models.UniqueConstraint(condition=models.Q(('fact__isnull', False)), fields=('fact', 'purpose', 'address'), name='one_notice_a_fact')],
                },
            ),
            migrations.CreateModel(
                name='Inbound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('door', models.CharField(default='mail', max_length=20)),
                    ('external_id', models.CharField(help_text='what the source calls it; unique at its door', max_length=200)),
                    ('envelope_from', models.CharField(blank=True, max_length=320)),
                    ('envelope_to', models.JSONField(default=list)),
                    ('peer', models.CharField(blank=True, help_text="network address of the sender's server", max_length=100)),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.PositiveBigIntegerField(help_text='bytes')),
                    ('raw', models.BinaryField(null=True)),
                    ('received_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('new', 'waiting'), ('done', 'in a ticket'), ('ignored', 'set aside'), ('quarantined', 'in quarantine')], default='new', max_length=12)),
                    ('reason', models.CharField(blank=True, help_text='why it is in quarantine or set aside', max_length=500)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('retry_at', models.DateTimeField(help_text='a letter that waits for another try', null=True)),
                    ('decisions', models.JSONField(default=list, help_text='[{code, facts}] in the order in which they were made')),
                    ('rfc_message_id', models.CharField(blank=True, max_length=500)),
                    ('body_sha256', models.CharField(blank=True, max_length=64)),
                    ('subject', models.CharField(blank=True, max_length=250)),
                    ('sender', models.CharField(blank=True, max_length=320)),
                    ('handled_at', models.DateTimeField(null=True)),
                    ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inbound', to='desk.message')),
                    ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inbound', to='desk.ticket')),
                    ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.mailbox')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'new')), fields=['id'], name='inbound_waiting'), models.Index(condition=models.Q(('state', 'new')), fields=['sender', 'id'], name='inbound_turn'), models.Index(condition=models.Q(('state', 'quarantined')), fields=['-id'], name='inbound_quarantine'), models.Index(fields=['sha256'], name='inbound_hash'), models.Index(condition=models.Q(('rfc_message_id', ''), _negated=True), fields=['rfc_message_id'], name='inbound_rfc_id'), models.Index(fields=['sender', '-received_at'], name='inbound_sender')],
                    'constraints': [models.UniqueConstraint(fields=('door', 'external_id'), name='one_inbound_an_id')],
                },
            ),
        ]),
        # Raw letters are not compressed by the table: it costs more time at the door than it saves on the disk.
        migrations.RunSQL(
            "ALTER TABLE channels_inbound ALTER COLUMN raw SET STORAGE EXTERNAL",
            "ALTER TABLE channels_inbound ALTER COLUMN raw SET STORAGE EXTENDED",
        ),
    ]
