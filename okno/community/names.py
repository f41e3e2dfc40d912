"""What a person is called where other customers read it: «Анна Б.», never an address, never an organisation."""

from django.utils.translation import gettext as _

from okno.people.models import Person


def byline(person: Person) -> str:
    """Return the first name and the first letter of the last one; who has no name, or an address as one, is a member."""
    person = person.standing
    parts = [] if "@" in person.name or person.is_erased else person.name.split()
    if person.is_robot:
        return _("Okno")
    if not parts:
        return _("A member of the community")
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else parts[0]
