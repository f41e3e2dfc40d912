from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput, Conflict
from okno.core.sealed import seal
from okno.people.models import Person
from okno.setup.models import Change, Source
from okno.setup.setups import PRIORITIES, TEAMS, Setup
from okno.setup.shape import Plain, Unfit

SECRET_CHANGED = "changed"  # noqa: S105 - all that history ever tells of a secret


class ChangedMeanwhile(Conflict):
    """Somebody else has saved the row in the meantime; `now` holds it as it is."""

    message = _("Somebody has changed this in the meantime. What you wrote is kept; look before you save.")


@transaction.atomic
def save(
    setup: Setup,
    row: Any | None,
    plain: Plain,
    *,
    by: Person,
    seen: Plain | None = None,
    source: Source = Source.PAGE,
    undoes: Change | None = None,
) -> tuple[Any, Change | None]:
    """Add a row or change it, and write down what has become of it; nothing changed, nothing written.

    `seen` is the row as the author saw it. Raises Unfit with the sentences for each field, ChangedMeanwhile, and what the
    rules and the owner's verb refuse.
    """
    _one_at_a_time(setup)
    shape = setup.shape
    row = shape.model() if row is None else shape.rows().select_for_update(of=("self",)).get(pk=row.pk)
    before = shape.plain(row) if row.pk else {}
    if seen is not None and seen != before:
        raise ChangedMeanwhile(now=before)
    sealed = {name: getattr(row, name) for name in shape.secrets}
    usual_before = _usual(setup)
    saved = _verbed(setup, row, plain, before, by)
    after = shape.plain(saved)
    changed = {name: value for name, value in after.items() if before.get(name) != value or not before}
    was: Plain = {name: before.get(name) for name in changed}
    for name, old in sealed.items():
        if old != getattr(saved, name):
            was[name], changed[name] = "", SECRET_CHANGED if getattr(saved, name) else ""
    if not changed:
        return saved, None
    change = _written(setup, saved, was if before else None, changed, by=by, source=source, undoes=undoes)
    if usual_before is not None and usual_before.pk != saved.pk and saved.is_default:
        _written(setup, usual_before, {"is_default": True}, {"is_default": False}, by=by, source=source)
    setup.after(saved)
    return saved, change


@transaction.atomic
def join_teams(person: Person, names: list[str], *, by: Person) -> None:
    """Let a colleague work in exactly these teams; each team that changes has it in its history."""
    for team in TEAMS.rows():
        members = TEAMS.shape.plain(team)["members"]
        if (person.email in members) == (team.name in names):
            continue
        wanted = [one for one in members if one != person.email]
        save(TEAMS, team, {"members": wanted + [person.email] * (team.name in names)}, by=by)


def _verbed(setup: Setup, row: Any, plain: Plain, before: Plain, by: Person) -> Any:
    """Give the row its values and let its owner's verb save it; what is refused about a field is told at the field."""
    shape = setup.shape
    open_words = {name: plain[name] for name in shape.secrets if plain.get(name)}
    try:
        lists = shape.assign(row, {name: value for name, value in plain.items() if name not in open_words})
        for name, words in open_words.items():
            setattr(row, name, seal(words))
        setup.rule(row, before, by)
        saved = setup.verb(row, **lists)
    except (BadInput, Conflict) as refusal:
        if isinstance(refusal, Unfit) or not refusal.facts.get("field"):
            raise
        raise Unfit({str(refusal.facts["field"]): [str(refusal)]}) from None
    return shape.rows().get(pk=saved.pk)


def _one_at_a_time(setup: Setup) -> None:
    """Let nobody else save rows of this kind until we commit: two never take one name, or dismiss each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"okno setup {setup.name}"])


def _usual(setup: Setup) -> Any | None:
    """Return the priority that is for new tickets, as it is before another one takes its place."""
    return PRIORITIES.rows().filter(is_default=True).first() if setup is PRIORITIES else None


def _written(
    setup: Setup,
    row: Any,
    before: Plain | None,
    after: Plain,
    *,
    by: Person,
    source: Source,
    undoes: Change | None = None,
) -> Change:
    return Change.objects.create(
        what=setup.name,
        row=row.pk,
        title=str(row)[:300],
        by=by,
        at=clock.now(),
        before=before,
        after=after,
        source=source,
        undoes=undoes,
    )
