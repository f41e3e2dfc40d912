from django.db import models
from django.utils.translation import gettext_lazy as _


class Security(models.TextChoices):
    TLS = "tls", "TLS"
    STARTTLS = "starttls", "STARTTLS"
    NONE = "none", _("none (this machine only)")


class Login(models.TextChoices):
    PASSWORD = "password", _("password")
    XOAUTH2 = "xoauth2", "OAuth 2 (XOAUTH2)"


class Mailbox(models.Model):
    """One of our addresses: whose work its letters are, how they are fetched, how answers leave."""

    address = models.EmailField(_("address"), unique=True, max_length=254)
    name = models.CharField(_("name on answers"), max_length=120, blank=True)
    team = models.ForeignKey(
        "people.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="mailboxes"
    )
    is_active = models.BooleanField(_("in use"), default=True)
    acknowledges = models.BooleanField(_("tells the sender the number of a new ticket"), default=True)

    # Fetching by IMAP; without a host the letters come by the listener or the pipe.
    imap_host = models.CharField(max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    imap_folder = models.CharField(max_length=200, default="INBOX")
    # Leaving by a relay of its own; without a host the relay of the settings is used.
    smtp_host = models.CharField(max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    user = models.CharField(max_length=254, blank=True)
    login = models.CharField(max_length=10, choices=Login.choices, default=Login.PASSWORD)
    secret = models.TextField(
        blank=True, help_text="encrypted by core.sealed: password, or JSON of OAuth tokens"
    )
    oauth_token_url = models.URLField(blank=True)
    oauth_client_id = models.CharField(max_length=300, blank=True)
    # The server of ours whose Authentication-Results we believe (RFC 8601); empty: none is believed.
    trusted_authserv_id = models.CharField(max_length=253, blank=True)

    # What the desk doctor and the settings page show.
    watched_since = models.DateTimeField(
        null=True, blank=True, help_text="from when on it should be fetched as it is described"
    )
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_error_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.address


class MailboxCursor(models.Model):
    """How far a folder was read; one process at a time holds the lease, and a stale holder writes nothing (REL-13)."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="cursor")
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    lease_token = models.BigIntegerField(default=0, help_text="fencing token: grows with each new holder")
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.mailbox_id}:{self.uid_validity}:{self.last_uid}"
