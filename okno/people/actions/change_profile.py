from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.people.models import Person


class NoSuchZone(BadInput):
    message = _("There is no such time zone.")


class NoSuchLanguage(BadInput):
    message = _("The desk does not speak this language.")


@transaction.atomic
def change_profile(
    person: Person, *, name: str | None = None, language: str | None = None, zone: str | None = None
) -> None:
    """Change how the person is called and in which language and time zone the desk speaks; what is None stays."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if language is not None and language not in dict(settings.LANGUAGES):
        raise NoSuchLanguage
    if zone and zone not in available_timezones():
        raise NoSuchZone
    person.name = person.name if name is None else one_line(name, 200)
    person.language = person.language if language is None else language
    person.zone = person.zone if zone is None else zone
    person.save(update_fields=["name", "language", "zone"])
