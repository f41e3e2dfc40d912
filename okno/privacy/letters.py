"""What the person is told by mail about the own wish: that it has come, that it was refused and why, that it is done."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from okno.channels import recipients, sealed_letters
from okno.channels.models import Delivery
from okno.people.models import Person, Role
from okno.people.provider import ours, zone_of
from okno.privacy.models import ErasureRequest

ADMINISTRATORS_AT_MOST = 20


def tell_asked(row: ErasureRequest) -> None:
    """Confirm that the wish has come, until when it is answered, and how it is taken back."""
    person = row.person
    with override(person.language):
        until = date_format(localtime(row.due_at, zone_of(person.zone)), "j E Y")
        words = _letter(
            _("Your wish to erase your data has come"),
            _("You asked %(company)s to erase your personal data. You get an answer by %(date)s.")
            % {"company": ours(), "date": until},
            _("If it was not you, or if you have changed your mind, take the wish back here:"),
            link=settings.PORTAL_URL + reverse("portal:privacy"),
        )
    sealed_letters.queue_notice(person, words)


def tell_administrators(row: ErasureRequest) -> None:
    """Tell those who decide that somebody waits, and until when: the law does not wait for whoever looks by chance."""
    link = settings.BASE_URL + reverse("workspace:erasure", args=[row.pk])
    people = Person.objects.staff().filter(role=Role.ADMINISTRATOR).exclude(pk=row.asked_by_id).order_by("pk")
    for person in people[:ADMINISTRATORS_AT_MOST]:
        with override(person.language):
            until = date_format(localtime(row.due_at, zone_of(person.zone)), "j E Y")
            words = _letter(
                _("Somebody wants the own data erased"),
                _("%(name)s asked for it. The answer is due by %(date)s (152-ФЗ).")
                % {"name": row.person, "date": until},
                link=link,
            )
        sealed_letters.queue_notice(person, words)


def tell_refused(row: ErasureRequest) -> None:
    """Tell why it was refused, and what one may do about it."""
    person = row.person
    with override(person.language):
        words = _letter(
            _("Your data are not erased"),
            _("%(company)s does not erase your personal data. The reason:") % {"company": ours()},
            row.reason,
            _("You may complain to Roskomnadzor or go to court (152-ФЗ, article 17)."),
        )
    sealed_letters.queue_notice(person, words)


def tell_done(address: str, *, language: str) -> Delivery | None:
    """Tell the one who was erased, at the address of old, that it is done."""
    if not address:
        return None
    with override(language):
        words = _letter(
            _("Your data are erased"),
            _("%(company)s has erased your personal data as you wished: name, addresses, words and files.")
            % {"company": ours()},
            _("That there were requests, when and how they went, stays without you in it."),
            _("This is the last letter to this address."),
        )
    return sealed_letters.queue_farewell(address, words)


def address_of(person: Person) -> str:
    """Return where the person is written to."""
    return recipients.address_of(person)


def _letter(subject: str, *paragraphs: str, link: str = "") -> dict[str, object]:
    context = {"paragraphs": [str(one) for one in paragraphs], "link": link, "language": get_language()}
    text, html = (render_to_string(f"privacy/mail/told.{kind}", context) for kind in ("txt", "html"))
    return {"subject": subject, "text": text, "html": html}
