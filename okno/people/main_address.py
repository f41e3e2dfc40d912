"""Which mail address of a person is the main one: answers go there where nothing speaks for another."""

from okno.people.models import Address, Channel, Person


def next_main(person: Person, *, without: int = 0) -> str:
    """Return the mail address that is the main one, or becomes it: the present one while it is his; empty where he has none.

    Otherwise a working address before a broken one, a proved before an unproved, an old before a new one.
    """
    rows = Address.objects.filter(person=person, channel=Channel.MAIL).exclude(pk=without)
    order = sorted(
        rows,
        key=lambda one: (
            one.normal != person.email.lower(),
            one.broken_since is not None,
            one.verified_at is None,
            one.pk,
        ),
    )
    return order[0].normal if order else ""
