from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from okno.core.refusals import Conflict
from okno.core.throttle import at_most
from okno.people.models import Person
from okno.people.provider import ours

IN_AN_HOUR = 5


class NotHere(Conflict):
    pass


def needs_password(person: Person) -> bool:
    """Tell whether somebody works here who has never come in and has no password to come in with."""
    return person.is_staff_member and person.last_login is None and not person.has_usable_password()


def password_address(person: Person) -> str:
    """Return the address at which a new colleague chooses the first password: for three days, and once.

    For handing over where no letters leave. It opens nothing to anybody who has a password already.
    """
    if not needs_password(person):
        raise NotHere(_("The colleague has a password already."))
    page = reverse("first_password", args=[person.pk, default_token_generator.make_token(person)])
    return urljoin(settings.BASE_URL, page)


def invite_customer(person: Person, *, by: Person) -> None:
    """Write a customer where the requests are to be seen. The letter holds no secret: the code comes when it is asked for."""
    if person.is_staff_member or not person.is_active or not person.email:
        raise NotHere(_("An invitation goes to a customer who may log in and has a mail address."))
    at_most(IN_AN_HOUR, 3600, "invitation", str(person.pk))
    with override(person.language):
        words = {
            "by": str(by),
            "company": str(ours()),
            "page": urljoin(settings.PORTAL_URL, reverse("account_request_login_code")),
            "email": person.email,
        }
        subject = _("Your requests at %(company)s") % words
        text = _(
            "Hello!\n\n%(by)s invites you to the page on which you can ask, see how far your requests are, and find "
            "answers.\n\nOpen\n%(page)s\nand enter your address %(email)s: a code will come to it, no password is "
            "needed.\n\nYou may as well go on writing letters: they come to the same place."
        )
        send_mail(subject, text % words, None, [person.email])


def invite(person: Person, *, by: Person) -> None:
    """Write a colleague how to come in and set a password. The letter holds no secret: the code comes when it is asked for."""
    if not person.is_staff_member or not person.email:
        raise NotHere(_("An invitation is for those who work here."))
    at_most(IN_AN_HOUR, 3600, "invitation", str(person.pk))
    with override(person.language):
        words = {
            "name": str(person),
            "by": str(by),
            "desk": settings.BASE_URL,
            "page": urljoin(settings.BASE_URL, reverse("account_reset_password")),
            "email": person.email,
        }
        subject = _("You are invited to the service desk")
        text = _(
            "Hello, %(name)s!\n\n%(by)s invites you to work in the service desk: %(desk)s\n\n"
            "To set your password, open\n%(page)s\nand enter your address %(email)s: a code will come to it.\n\n"
            "If you did not expect this letter, just delete it."
        )
        send_mail(subject, text % words, None, [person.email])
