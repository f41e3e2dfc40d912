"""What can be done with a row besides saving it: a mailbox, an entrance or the messenger is checked, a colleague invited."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.channels.mail.check import Step, check
from okno.channels.models import Mailbox
from okno.core.throttle import at_most
from okno.people.actions.invite import invite, invite_customer
from okno.people.actions.reset_second_step import reset_second_step
from okno.people.models import Person
from okno.setup import access, setups
from okno.workspace.doors import Request, go, room
from okno.workspace.settings import messenger_check
from okno.workspace.settings.entrance_check import asked
from okno.workspace.settings.sections import section_for
from okno.workspace.settings.views import row_page

CHECKS, MINUTES = 10, 10


@room("POST")
def checking(request: Request, pk: int) -> HttpResponse:
    """Really log in at the mailbox and really send a letter to the administrator; tell each step."""
    section = section_for(request.user, setups.MAILBOXES.name)
    mailbox = access.row_for(request.user, section.setup, pk)
    return row_page(request, section, mailbox, steps=checked(mailbox, by=request.user))


def checked(mailbox: Mailbox, *, by: Person) -> list[Step]:
    """Return the steps of a check whose letter goes to the one who asks for it; not too often."""
    at_most(CHECKS, MINUTES * 60, "mailbox-check", str(by.pk))
    return list(check(mailbox, by.email))


@room("POST")
def asking(request: Request, pk: int) -> HttpResponse:
    """Really ask the provider of an entrance about itself, and whether its keys can be read; tell each step."""
    section = section_for(request.user, setups.ENTRANCES.name)
    entrance = access.row_for(request.user, section.setup, pk)
    at_most(CHECKS, MINUTES * 60, "entrance-check", str(request.user.pk))
    return row_page(request, section, entrance, steps=list(asked(entrance)))


@room("POST")
def calling(request: Request, pk: int) -> HttpResponse:
    """Really ask the messenger who the bot is, and whether the desk hears what is written to it; tell each step."""
    section = section_for(request.user, setups.MESSENGER.name)
    bot = access.row_for(request.user, section.setup, pk)
    at_most(CHECKS, MINUTES * 60, "messenger-check", str(request.user.pk))
    return row_page(request, section, bot, steps=list(messenger_check.asked(bot)))


@room("POST")
def customer_invitation(request: Request, pk: int) -> HttpResponse:
    """Write a customer where the requests are to be seen."""
    section = section_for(request.user, setups.CUSTOMERS.name)
    person = access.row_for(request.user, section.setup, pk)
    invite_customer(person, by=request.user)
    words = _("The invitation is on its way to %(address)s.") % {"address": person.email}
    return go(request, reverse("workspace:settings_row", args=[section.slug, pk]), words)


@room("POST")
def invitation(request: Request, pk: int) -> HttpResponse:
    """Write a colleague how to come in."""
    section = section_for(request.user, setups.COLLEAGUES.name)
    person = access.row_for(request.user, section.setup, pk)
    invite(person, by=request.user)
    words = _("The invitation is on its way to %(address)s.") % {"address": person.email}
    return go(request, reverse("workspace:settings_row", args=[section.slug, pk]), words)


@room("POST")
def second_step(request: Request, pk: int) -> HttpResponse:
    """Take away the second step of a colleague who has lost the phone or the key."""
    section = section_for(request.user, setups.COLLEAGUES.name)
    person = access.row_for(request.user, section.setup, pk)
    reset_second_step(person, by=request.user)
    words = _("The second step is reset; the colleague is logged out everywhere and told by letter.")
    return go(request, reverse("workspace:settings_row", args=[section.slug, pk]), words)
