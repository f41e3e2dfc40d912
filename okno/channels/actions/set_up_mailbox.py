from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from okno.channels.mail import hosts
from okno.channels.mail.oauth import NO_HTTPS
from okno.channels.mail.relay import LOOPBACK
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Login, Security
from okno.core import clock
from okno.core.refusals import BadInput

# Where a kept secret goes: when one of these changes, it is asked for anew, so that nobody sends it to a server of his own.
ROADS: Final = ("imap_host", "imap_port", "imap_security", "smtp_host", "smtp_port", "smtp_security", "login",
                "oauth_token_url", "oauth_client_id")  # fmt: skip


@transaction.atomic
def set_up_mailbox(mailbox: Mailbox) -> Mailbox:
    """Save one of our addresses and the roads of its letters; a secret that was meant for other servers is forgotten."""
    mailbox.address = mailbox.address.lower()
    if Mailbox.objects.filter(address=mailbox.address).exclude(pk=mailbox.pk).exists():
        raise BadInput(_("There is already one that is called so."), field="address")
    for side in ("imap", "smtp"):
        _look_at(mailbox, side)
    if mailbox.login == Login.XOAUTH2 and mailbox.imap_host and not mailbox.oauth_token_url:
        raise BadInput(_("Tell where the provider gives its tokens."), field="oauth_token_url")
    if mailbox.oauth_token_url:
        _look_at_provider(mailbox.oauth_token_url)
    before = Mailbox.objects.select_for_update().filter(pk=mailbox.pk).first()
    if before is not None and before.secret == mailbox.secret and leads_elsewhere(before, mailbox):
        mailbox.secret = ""
    if before is None or not before.is_active or leads_elsewhere(before, mailbox):
        mailbox.watched_since = clock.now()
    mailbox.save()
    return mailbox


def leads_elsewhere(before: Mailbox, after: Mailbox) -> bool:
    """Tell whether the secret of the mailbox would go to another server, or there in another way."""
    return any(getattr(before, name) != getattr(after, name) for name in ROADS)


def _look_at_provider(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadInput(_(NO_HTTPS), field="oauth_token_url")
    if complaint := hosts.complaint_of_host(parts.hostname or ""):
        raise BadInput(_(complaint), field="oauth_token_url")


def _look_at(mailbox: Mailbox, side: str) -> None:
    host, port = getattr(mailbox, f"{side}_host"), getattr(mailbox, f"{side}_port")
    if not host:
        return
    if complaint := hosts.complaint_of_host(host):
        raise BadInput(_(complaint), field=f"{side}_host")
    if complaint := hosts.complaint_of_port(port):
        raise BadInput(_(complaint), field=f"{side}_port")
    if getattr(mailbox, f"{side}_security") == Security.NONE and host not in LOOPBACK:
        raise BadInput(_("Without encryption a letter goes to this machine only."), field=f"{side}_security")
