from collections.abc import Iterable

from django.db import transaction

from okno.core import clock
from okno.people.models import Consent, Person, PurposeText


@transaction.atomic
def say_consent(text: PurposeText, *, by: Person, is_given: bool) -> None:
    """Write down that the person agrees to a text, or takes the consent back; the same word again changes nothing."""
    Person.objects.select_for_update().get(pk=by.pk)
    last = Consent.objects.filter(person=by, text=text).order_by("-pk").first()
    if (last is not None and last.is_given) == is_given:
        return
    Consent.objects.create(person=by, text=text, is_given=is_given, at=clock.now())


def agree(texts: Iterable[PurposeText], *, by: Person) -> None:
    """Write down that the person agrees to these texts."""
    for text in texts:
        say_consent(text, by=by, is_given=True)
