from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from okno.catalog import approvals
from okno.catalog import questions as asking
from okno.catalog.models import Category, FormVersion, RequestType
from okno.core import clock
from okno.core.refusals import BadInput
from okno.people.models import Team

PARTS_AT_MOST, NAME_SIGNS = 10, 120


@transaction.atomic
def set_up_category(category: Category) -> Category:
    """Save a category of the catalogue."""
    category.save()
    return category


@transaction.atomic
def set_up_request_type(row: RequestType) -> RequestType:
    """Save what may be asked for; other questions are another version of the form, and old requests keep theirs."""
    if not row.questions:
        raise BadInput(_("Ask at least one question."), field="questions")
    _check_parts(row)
    approvals.check(row.approval, row.questions)
    row.save()
    latest = row.versions.order_by("-number").first()
    if latest is None or latest.questions != row.questions:
        number = latest.number + 1 if latest else 1
        FormVersion.objects.create(request_type=row, number=number, questions=row.questions, at=clock.now())
    return row


def parts_meant(plain: Any) -> list[dict[str, Any]]:
    """Return parts as they are kept, their teams by ids; raises BadInput."""
    if (
        not isinstance(plain, list)
        or len(plain) > PARTS_AT_MOST
        or not all(isinstance(one, dict) for one in plain)
    ):
        raise BadInput(_("A request opens %(count)d further tickets at most.") % {"count": PARTS_AT_MOST})
    return [_part(one, number) for number, one in enumerate(plain, start=1)]


def parts_told(kept: Any) -> list[dict[str, Any]]:
    """Return kept parts with the names of their teams."""
    teams = {team.pk: team.name for team in Team.objects.filter(pk__in=[one["team"] for one in kept])}
    return [one | {"team": teams.get(one["team"], "")} for one in kept]


def _part(one: dict[str, Any], number: int) -> dict[str, Any]:
    name = " ".join(str(one.get("name") or "").replace("\x00", "").split())[:NAME_SIGNS]
    team = Team.objects.filter(name=str(one.get("team") or "").replace("\x00", ""), is_active=True).first()
    if not name:
        raise BadInput(_("Ticket %(place)d has no subject.") % {"place": number})
    if team is None:
        raise BadInput(_("Ticket %(place)d has no team that is in use.") % {"place": number})
    when = one.get("when") or []
    if not isinstance(when, list) or not all(isinstance(row, dict) for row in when):
        raise BadInput(_("This part of the file is built otherwise than it should be."))
    return {"name": name, "team": team.pk} | ({"when": when} if when else {})


def _check_parts(row: RequestType) -> None:
    """Let the conditions of the parts speak of questions of this form."""
    for number, part in enumerate(row.parts, start=1):
        try:
            when = [asking.condition(one, row.questions) for one in part.get("when", ())]
        except BadInput as wrong:
            words = _("Ticket %(place)d: %(wrong)s") % {"place": number, "wrong": wrong}
            raise BadInput(words, field="parts") from None
        if when:
            part["when"] = when
