"""What a rule may ask of a ticket: each question once, with its words, and the kind of values it compares."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.db.models import Model, QuerySet, TextChoices
from django.utils.dates import WEEKDAYS as LONG_DAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from okno.catalog.models import Impact, Priority, RequestType, Service, Urgency
from okno.desk.models import Kind, State, WaitingFor
from okno.desk.models.ticket import LIVE
from okno.people.models import STAFF, Organisation, Person, SupportLevel, Team
from okno.sla.worktime import WEEKDAYS

Words = str | Promise


class Door(TextChoices):
    """By which road a message came."""

    MAIL = "mail", _("mail")
    PORTAL = "portal", _("portal")
    CHAT = "chat", _("chat")
    WIDGET = "widget", _("widget")


class Sort(Enum):
    """What stands in the values of a condition."""

    WORDS = "words"
    ADDRESS = "address"
    TEXT = "text"
    ROW = "row"
    CODE = "code"
    HOURS = "hours"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class About:
    """One question: its name on the page, what its values are, and a sentence of help."""

    says: Words
    sort: Sort
    help: Words = ""
    table: type[Model] | None = None
    key: str = "name"
    codes: Mapping[str, Words] | None = None
    may_be_none: bool = False  # «—» stands for none at all
    is_named: bool = False  # the condition has a name of its own besides

    def rows(self) -> QuerySet[Model]:
        """Return the rows among which one chooses: of people those who work here."""
        assert self.table is not None
        manager = self.table._default_manager  # noqa: SLF001 - Django's documented name of it
        return manager.filter(role__in=STAFF) if self.table is Person else manager.all()


def _codes(choices: type[TextChoices]) -> dict[str, Words]:
    return {str(value): label for value, label in choices.choices}


FORMS = _("Words and phrases with commas between them, in whatever form: “printer” finds “printers”.")
DOMAINS = _("Addresses, or domains: “romashka.ru” is everybody there.")
ABOUTS: Mapping[str, About] = {
    "words": About(_("Subject or text"), Sort.WORDS, FORMS),
    "subject": About(_("Subject"), Sort.WORDS, FORMS),
    "requester": About(_("Requester"), Sort.ADDRESS, DOMAINS),
    "sender": About(_("Sender"), Sort.ADDRESS, DOMAINS),
    "organisation": About(_("Organisation"), Sort.ROW, table=Organisation, may_be_none=True),
    "level": About(_("Support level"), Sort.ROW, table=SupportLevel, may_be_none=True),
    "region": About(_("Region"), Sort.TEXT),
    "impact": About(_("Impact"), Sort.CODE, codes=_codes(Impact), may_be_none=True),
    "urgency": About(_("Urgency, says the desk"), Sort.CODE, codes=_codes(Urgency), may_be_none=True),
    "wish": About(_("Urgency, says the customer"), Sort.CODE, codes=_codes(Urgency), may_be_none=True),
    "address": About(_("Our address"), Sort.ADDRESS, _("To which of our mailboxes it was written.")),
    "door": About(pgettext_lazy("road of a message", "Channel"), Sort.CODE, codes=_codes(Door)),
    "service": About(_("Service"), Sort.ROW, table=Service, may_be_none=True),
    "kind": About(_("Kind"), Sort.CODE, codes=_codes(Kind), may_be_none=True),
    "priority": About(_("Priority"), Sort.ROW, table=Priority, key="code"),
    "team": About(_("Team"), Sort.ROW, table=Team, may_be_none=True),
    "owner": About(_("Owner"), Sort.ROW, table=Person, key="email", may_be_none=True),
    "state": About(_("State"), Sort.CODE, codes={value: State(value).label for value in LIVE}),
    "waiting": About(_("Waits"), Sort.CODE, codes=_codes(WaitingFor), may_be_none=True),
    "request": About(_("Request type"), Sort.ROW, table=RequestType, may_be_none=True),
    "answer": About(_("Answer in a form"), Sort.TEXT, _("The question, then its answers."), is_named=True),
    "part": About(_("Is a part of a request"), Sort.YES),
    "follow_up": About(_("Follows a closed ticket"), Sort.YES),
    "tag": About(_("Tag"), Sort.TEXT),
    "field": About(
        _("Field of its own"), Sort.TEXT, _("The name of the field, then its values."), is_named=True
    ),
    "files": About(_("Has files"), Sort.YES),
    "working": About(_("In working time"), Sort.YES, _("By the calendar of the usual priority.")),
    "day": About(_("Day of the week"), Sort.CODE, codes=dict(zip(WEEKDAYS, LONG_DAYS.values(), strict=True))),
    "hour": About(_("Time of day"), Sort.HOURS, _("Like “09:00–18:00” or “22:00–06:00”.")),
}
