from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from okno.core import clock
from okno.core.live import nudge
from okno.core.refusals import Conflict
from okno.people.actions.hire import end_sessions
from okno.people.models import Person, PersonFact, PersonFactKind
from okno.people.provider import ours


class OwnSecondStep(Conflict):
    message = gettext_lazy("Your own second step you change in your profile.")


class NoSecondStep(Conflict):
    message = gettext_lazy("There is no second step that could be reset.")


@transaction.atomic
def reset_second_step(person: Person, *, by: Person) -> None:
    """Take away app, passkeys and recovery codes of somebody who has lost them, and end his sessions; he is told by letter.

    He comes in with what he has besides, and sets up a new one where it is demanded. Raises OwnSecondStep, NoSecondStep.
    """
    from allauth.mfa.models import Authenticator

    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if person.pk == by.pk:
        raise OwnSecondStep
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise NoSecondStep
    PersonFact.objects.create(person=person, kind=PersonFactKind.SECOND_STEP_RESET, by=by, at=clock.now())
    end_sessions(person)
    nudge(person=person.pk)
    if person.email:
        with override(person.language):
            words = {"company": str(ours()), "by": str(by)}
            subject = _("Your second step at %(company)s was reset")
            text = _(
                "Hello!\n\n%(by)s has taken away your authenticator app, your passkeys and your recovery codes at %(company)s. "
                "The next time you log in without them and can set up new ones in your profile.\n\n"
                "If you have not asked for it, tell your administrator at once."
            )
            send_mail(subject % words, text % words, None, [person.email])
