"""The steps by which a request is approved before work starts, as they are kept, and what is refused.

A step is a plain dict: `whom` (roles around the request), `people` (their ids), `rule` (any one of them, or all), `hours`
(working ones) and what happens when these are over, `substitute` (an id), `when` (conditions about the answers of the form).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from okno.catalog import questions as asking
from okno.catalog.answers import Answers, is_asked
from okno.core.refusals import BadInput
from okno.people.models import Person

Step = dict[str, Any]
STEPS, PEOPLE, NAME_SIGNS, HOURS = 5, 20, 120, 400  # at most


class Whom(TextChoices):
    """Who is asked because of the place beside the request."""

    MANAGER = "manager", gettext_lazy("the manager of the requester's organisation")
    KEEPER = "keeper", gettext_lazy("who looks after the organisation")
    OWNER = "owner", gettext_lazy("the owner of the service")


class Rule(TextChoices):
    """How many have to agree; one who refuses is enough to refuse."""

    ANY = "any", gettext_lazy("any one of them")
    ALL = "all", gettext_lazy("all of them")


class Late(TextChoices):
    """What happens when the working hours of a step are over."""

    REMIND = "remind", gettext_lazy("remind, three times at most, then tell the lead")
    SUBSTITUTE = "substitute", gettext_lazy("ask who stands in, then tell the lead")
    ESCALATE = "escalate", gettext_lazy("tell the lead of the team")
    REFUSE = "refuse", gettext_lazy("take it as refused")


DEFAULTS: Final[Step] = {
    "name": "", "whom": [], "people": [], "rule": Rule.ANY.value, "hours": None, "late": Late.REMIND.value,
    "substitute": None, "when": [],
}  # fmt: skip


def meant(plain: Any) -> list[Step]:
    """Return steps as they are kept, their people by ids; raises BadInput."""
    if not isinstance(plain, list) or not all(isinstance(one, dict) for one in plain):
        raise BadInput(_("This part of the file is built otherwise than it should be."), field="approval")
    if len(plain) > STEPS:
        raise BadInput(_("A request has %(count)d steps of approval at most.") % {"count": STEPS})
    kept: list[Step] = []
    for place, one in enumerate(plain, start=1):
        try:
            kept.append(step({**DEFAULTS, **one}))
        except BadInput as wrong:
            raise BadInput(_("Step %(place)d: %(wrong)s") % {"place": place, "wrong": wrong}) from None
    return kept


def step(plain: Mapping[str, Any]) -> Step:
    """Return one step as it is kept; its conditions are looked at with the form. Raises BadInput."""
    if unknown := set(plain) - set(DEFAULTS):
        raise BadInput(_("“%(name)s” is not a part of a step.") % {"name": min(unknown)[:40]})
    whom, late, rule = plain["whom"], plain["late"], plain["rule"]
    if not isinstance(whom, list) or not all(one in Whom.values for one in whom):
        raise BadInput(_("there is nobody of this kind to ask."))
    if late not in Late.values or rule not in Rule.values:
        raise BadInput(_("This part of the file is built otherwise than it should be."))
    people = _people(plain["people"])
    if not whom and not people:
        raise BadInput(_("say who is asked."))
    when = plain["when"]
    if not isinstance(when, list) or not all(isinstance(row, dict) for row in when):
        raise BadInput(_("This part of the file is built otherwise than it should be."))
    substitute = _people([plain["substitute"]] if plain["substitute"] else [])
    return {
        "name": " ".join(str(plain["name"] or "").replace("\x00", "").split())[:NAME_SIGNS],
        "whom": [one for one in Whom.values if one in whom],
        "people": people,
        "rule": rule,
        "hours": _hours(plain["hours"]),
        "late": late,
        "substitute": substitute[0] if substitute else None,
        "when": when,
    }


def told(kept: Sequence[Step]) -> list[Step]:
    """Return kept steps with the mail addresses of their people, as files and forms name them; of the merged, who stands."""
    pks = {pk for one in kept for pk in (*one["people"], one["substitute"]) if pk}
    people = Person.objects.get_queryset().filter(pk__in=pks).select_related("merged_into")
    mails = {person.pk: person.standing.email for person in people}
    return [
        one
        | {"people": [mails[pk] for pk in one["people"] if mails.get(pk)]}
        | {"substitute": mails.get(one["substitute"] or 0) or None}
        for one in kept
    ]


def check(steps: Sequence[Step], questions: Sequence[asking.Question]) -> None:
    """Let the conditions of the steps speak of questions of this form; raises BadInput."""
    for place, one in enumerate(steps, start=1):
        try:
            one["when"] = [asking.condition(row, questions) for row in one["when"]]
        except BadInput as wrong:
            words = _("Step %(place)d: %(wrong)s") % {"place": place, "wrong": wrong}
            raise BadInput(words, field="approval") from None


def applying(steps: Sequence[Step], answers: Answers) -> list[Step]:
    """Return the steps that these answers call for."""
    return [one for one in steps if is_asked(one, answers)]


def whom_words(one: Step, names: Sequence[str] = ()) -> str:
    """Return who is asked, in words: the roles, then the names of the people."""
    return ", ".join([*(str(Whom(role).label) for role in one["whom"] if role in Whom.values), *names])


def hours_words(hours: int | None) -> str:
    """Return within how many working hours an answer is wanted; empty for no limit."""
    if not hours:
        return ""
    words = ngettext("within %(count)d working hour", "within %(count)d working hours", hours)
    return words % {"count": hours}


def _people(mails: Any) -> list[int]:
    if not isinstance(mails, list) or len(mails) > PEOPLE or not all(isinstance(one, str) for one in mails):
        raise BadInput(_("name %(count)d people at most, by their mail addresses.") % {"count": PEOPLE})
    found = []
    for mail in mails:
        clean = mail.replace("\x00", "").strip()
        person = Person.objects.get_queryset().filter(email__iexact=clean, is_active=True).first()
        if person is None or not clean:
            raise BadInput(_("nobody here has the mail address “%(mail)s”.") % {"mail": clean[:100]})
        found.append(person.pk)
    return list(dict.fromkeys(found))


def _hours(hours: Any) -> int | None:
    if hours is None or hours == 0:
        return None
    if isinstance(hours, bool) or not isinstance(hours, int) or not 0 < hours <= HOURS:
        raise BadInput(_("the working hours are a number from 1 to %(most)d.") % {"most": HOURS})
    return hours
