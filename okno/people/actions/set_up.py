"""What administrators set up about people. Each verb takes a row as it shall be, not yet saved."""

import re
from collections.abc import Sequence
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core.live import nudge
from okno.core.refusals import BadInput
from okno.people import provider
from okno.people.actions.addresses import add_address
from okno.people.actions.hire import dismiss, hire, set_role
from okno.people.actions.meet import FREE
from okno.people.models import (
    STAFF,
    Address,
    Channel,
    MailDomain,
    Membership,
    Organisation,
    Person,
    Provider,
    Role,
    SupportLevel,
    Team,
    normalised,
)

DOMAIN = re.compile(
    r"(?=.{3,253}$)[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+"
)


SKILLS_AT_MOST, SKILL_AT_MOST = 30, 50


class NotARole(BadInput):
    message = gettext_lazy("Choose one of the roles of those who work here.")


@transaction.atomic
def set_up_colleague(person: Person, *, skills: Sequence[str] | None = None) -> Person:
    """Hire somebody, or change what a colleague is called, may do, can and is reached by; dismissal ends every session.

    None leaves the skills as they are; they are small letters in one order, so that equal ones are equal.
    """
    if person.role not in STAFF:
        raise NotARole(field="role")
    if person.zone and person.zone not in available_timezones():
        raise BadInput(_("There is no such time zone."), field="zone")
    if person._state.adding:  # noqa: SLF001 - Django's own mark of an unsaved row
        known = hire(person.email, person.name, person.role)
        person.pk, person.email = known.pk, known.email
    before = Person.objects.select_for_update().get(pk=person.pk)
    person.email = _mail_address(before, person.email)
    if before.role != person.role:
        set_role(before, person.role)
    if before.is_active and not person.is_active:
        dismiss(before)
    named = {
        name: getattr(person, name)
        for name in ("name", "email", "language", "zone", "capacity", "chat_capacity", "is_active")
    }
    if skills is not None:
        named["skills"] = _skills(skills)
    Person.objects.filter(pk=person.pk).update(**named)
    return Person.objects.get(pk=person.pk)


@transaction.atomic
def set_up_team(
    team: Team, *, members: Sequence[str] | None = None, leads: Sequence[str] | None = None
) -> Team:
    """Save a team and who works in it, by mail address; whoever leads it works in it. None leaves them as they are."""
    was_closed = Team.objects.filter(pk=team.pk, is_closed=True).exists()
    team.save()
    if was_closed != team.is_closed:
        for pk in Person.objects.staff().values_list("pk", flat=True):
            nudge(person=pk)  # open streams ask anew what they may hear (SEC-15)
    standing = {row.person.email: row for row in team.memberships.select_related("person")}
    led = {email for email, row in standing.items() if row.is_lead} if leads is None else set(leads)
    wanted = (set(standing) if members is None else set(members)) | (led if leads is not None else set())
    people = {person.email: person for person in Person.objects.filter(role__in=STAFF, email__in=wanted)}
    for email in wanted - set(people) - set(standing):
        raise BadInput(
            _("Nobody with the address %(email)s works here.") % {"email": email[:100]}, field="members"
        )
    for email in set(standing) - wanted:
        Membership.objects.filter(team=team, person=standing[email].person).delete()
        nudge(person=standing[email].person_id)
    for email in wanted & set(people):
        Membership.objects.update_or_create(
            team=team, person=people[email], defaults={"is_lead": email in led}
        )
        nudge(person=people[email].pk)
    return team


@transaction.atomic
def set_up_organisation(organisation: Organisation, *, domains: Sequence[str] | None = None) -> Organisation:
    """Save an organisation and the mail domains whose senders belong to it. None leaves the domains as they are.

    Customers who are known already and belong nowhere come along with a new domain; their requests stay whose they were.
    """
    organisation.save()
    if domains is None:
        return organisation
    wanted = {_domain(one) for one in domains}
    MailDomain.objects.filter(organisation=organisation).exclude(domain__in=wanted).delete()
    for name in sorted(wanted):
        row, is_new = MailDomain.objects.get_or_create(domain=name, defaults={"organisation": organisation})
        if row.organisation_id != organisation.pk:
            words = _("The domain %(domain)s belongs to “%(name)s” already.")
            raise BadInput(words % {"domain": name, "name": row.organisation.name}, field="domains")
        if is_new and organisation.is_active:
            _bring_along(organisation, name)
    return organisation


@transaction.atomic
def set_up_support_level(level: SupportLevel) -> SupportLevel:
    """Save a level of support."""
    level.save()
    return level


@transaction.atomic
def set_up_provider(ours: Provider) -> Provider:
    """Save how the provider is called, its language and its time zone; what others chose for themselves stays."""
    if ours.zone not in available_timezones():
        raise BadInput(_("There is no such time zone."), field="zone")
    ours.save()
    transaction.on_commit(provider.ours.forget)
    return ours


def _bring_along(organisation: Organisation, domain: str) -> None:
    of_domain = Address.objects.filter(channel=Channel.MAIL, normal__endswith=f"@{domain}")
    people = Person.objects.get_queryset().filter(role=Role.CUSTOMER, organisation=None, merged_into=None)
    people.filter(pk__in=of_domain.values("person")).update(organisation=organisation)


def _skills(words: Sequence[str]) -> list[str]:
    found = sorted({" ".join(word.split()).casefold()[:SKILL_AT_MOST] for word in words} - {""})
    if len(found) > SKILLS_AT_MOST:
        raise BadInput(_("A colleague can have thirty skills at most."), field="skills")
    return found


def mail_domain(words: str) -> str:
    """Return a mail domain as the desk compares it; raises BadInput."""
    name = normalised(Channel.MAIL, f"x@{words.strip().removeprefix('@').rstrip('.')}").rpartition("@")[2]
    if not DOMAIN.fullmatch(name):
        raise BadInput(_("“%(domain)s” is not a mail domain.") % {"domain": words[:100]}, field="domains")
    return name


def _mail_address(person: Person, email: str) -> str:
    """Return the address for login; a new one becomes one more address of the person, the old one stays his."""
    normal = normalised(Channel.MAIL, email)
    if normal != person.email:
        add_address(person, Channel.MAIL, email)
    return normal


def _domain(words: str) -> str:
    name = mail_domain(words)
    if name in FREE:
        words = _("Everybody may have an address at %(domain)s, so it cannot belong to one organisation.")
        raise BadInput(words % {"domain": name}, field="domains")
    return name
