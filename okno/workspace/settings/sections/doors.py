"""By which ways one comes in and is told: mailboxes, widgets on sites, single sign-on, the messenger, the chat."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from okno.channels.chat.waiting import accuracy
from okno.core import clock
from okno.notify.access import joined
from okno.people.entrances import callback_addresses
from okno.setup import setups
from okno.workspace.settings import mail_troubles
from okno.workspace.settings.forms.chat import ChatForm
from okno.workspace.settings.forms.community import CommunityForm
from okno.workspace.settings.forms.entrances import EntranceForm
from okno.workspace.settings.forms.mail import MailboxForm
from okno.workspace.settings.forms.messenger import BotForm
from okno.workspace.settings.forms.widgets import WidgetForm, contexts_text, links_text
from okno.workspace.settings.kit import Column, Section
from okno.workspace.settings.sections.words import names_of


def _road(mailbox: Any) -> str:
    return mailbox.imap_host or gettext("listener or pipe")


SECTIONS = (
    Section(
        setup=setups.MAILBOXES, form=MailboxForm, icon="letter", name=_("Mailboxes"),
        lead=_("Your addresses: how letters come in and how answers leave."),
        add=_("Add a mailbox"), empty=_("There is no mailbox yet. Add the address to which customers write."),
        columns=(Column(_("Address"), str), Column(_("Team"), lambda row: row.team or "—"),
                 Column(_("Comes from"), _road), Column(_("Read last"), lambda row: row.last_success_at)),
        search=("address", "name"), labels={"secret": _("Password")},
        side="workspace/settings/mailbox_side.html", above=mail_troubles.above, stays=True,
    ),
    Section(
        setup=setups.WIDGETS, form=WidgetForm, icon="window", name=_("Widgets"),
        lead=_("A window of the desk on your own site: answers, chat, a request, without leaving the page."),
        add=_("Add a widget"), empty=_("There is no widget yet. Add one for each site that shall have it."),
        columns=(Column(_("Widget"), str), Column(_("Sites"), lambda row: names_of(row.origins) or "—")),
        search=("name",), labels={"secret": _("Secret of identities"), "key": _("Key")},
        told={"links": links_text, "contexts": contexts_text},
        side="workspace/settings/widget_side.html",
        beside=lambda _row: {"script": settings.BASE_URL + reverse("portal:widget_script"), "desk": settings.BASE_URL},
        stays=True,
    ),
    Section(
        setup=setups.ENTRANCES, form=EntranceForm, icon="key", name=_("Single sign-on"),
        lead=_("Entering with an account of the company or of another service: OpenID Connect."),
        add=_("Add an entrance"),
        empty=_("Everybody enters with a password, a code by mail or a passkey. Here comes the account of your company."),
        columns=(Column(_("Entrance"), str), Column(_("Provider"), lambda row: row.issuer),
                 Column(pgettext_lazy("of an entrance", "For whom"), lambda row: row.get_audience_display()),
                 Column(_("Mail domains"), lambda row: names_of(row.domains))),
        search=("name", "issuer"), labels={"secret": _("Client secret")},
        side="workspace/settings/entrance_side.html", beside=lambda row: {"callbacks": callback_addresses(row)}, stays=True,
    ),
    Section(
        setup=setups.MESSENGER, form=BotForm, icon="send", name=_("Messenger"),
        lead=_("A bot that tells colleagues their news: warnings of deadlines, tickets given to them, calls by name."),
        labels={"secret": _("Token of the bot")},
        side="workspace/settings/messenger_side.html", beside=lambda _row: {"joined": joined()}, stays=True,
    ),
    Section(
        setup=setups.CHAT, form=ChatForm, icon="message-square", name=_("Chat"),
        lead=_("Talking at once, on the page of the portal and in the widget: who answers, when, and with which first words."),
        side="workspace/settings/chat_side.html", beside=lambda _row: {"accuracy": accuracy(clock.now())}, stays=True,
    ),
    Section(
        setup=setups.COMMUNITY, form=CommunityForm, icon="participants", name=_("Community"),
        lead=_("Questions and answers among customers, and ideas with votes: whether there are any, and for whom."),
        stays=True,
    ),
)  # fmt: skip
