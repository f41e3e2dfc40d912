from collections.abc import Sequence

from django.db import transaction

from okno.people.models import MailDomain, Membership, Organisation, Person, Team


@transaction.atomic
def register(name: str, *, domains: Sequence[str] = ()) -> Organisation:
    """Make a customer company with its mail domains; repeated with the same words it changes nothing."""
    organisation, _new = Organisation.objects.get_or_create(name=name)
    for domain in domains:
        MailDomain.objects.get_or_create(domain=domain.lower(), defaults={"organisation": organisation})
    return organisation


@transaction.atomic
def gather(name: str, *, line: int, members: Sequence[Person] = ()) -> Team:
    """Make a team on a line of support; repeated with the same words it changes nothing."""
    team, _new = Team.objects.get_or_create(name=name, defaults={"line": line})
    for person in members:
        Membership.objects.get_or_create(team=team, person=person)
    return team
