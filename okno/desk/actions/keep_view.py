from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.desk import access
from okno.desk.models import SavedView, ViewColumn
from okno.desk.refusals import EmptyText
from okno.desk.search.language import parse
from okno.people.models import Person

AT_MOST = 20


class TooManyViews(BadInput):
    message = _("Twenty views are the most; remove one that you no longer need.")


class FindsNothing(BadInput):
    message = _("There is nothing to look for in this search.")


class UnknownColumn(BadInput):
    message = _("One of these columns does not exist; choose others.")


class SameName(BadInput):
    message = _("The team has a view that is called so; perhaps it is in the archive.")


@transaction.atomic
def keep_view(view: SavedView, *, by: Person) -> SavedView:
    """Save a view of one's own, new or changed; a team's is set up (`set_up_view`)."""
    assert view.team_id is None, "what belongs to a team has a history"
    _put_right(view)
    # Two windows do not pass the limit together.
    Person.objects.get_queryset().select_for_update().get(pk=by.pk)
    if view._state.adding:  # noqa: SLF001 - Django's documented name of it
        known = access.views_for(by)
        if known.count() >= AT_MOST:
            raise TooManyViews
        last = known.order_by("-place").first()
        view.place = last.place + 1 if last else 0
    view.save()
    return view


@transaction.atomic
def set_up_view(view: SavedView, *, columns: Sequence[str] | None = None) -> SavedView:
    """Save a view that stands at the left side of a whole team; no two of a team are called the same."""
    if columns is not None:
        view.columns = list(columns)
    _put_right(view)
    taken = SavedView.objects.filter(team=view.team_id, name=view.name).exclude(pk=view.pk)
    if view.team_id is not None and taken.exists():
        raise SameName(field="name")
    if view._state.adding:  # noqa: SLF001 - as above
        last = SavedView.objects.filter(team=view.team_id).aggregate(last=Max("place"))["last"]
        view.place = 0 if last is None else last + 1
    view.save()
    return view


@transaction.atomic
def drop_view(view: SavedView) -> None:
    """Forget a view; one that is gone stays gone."""
    SavedView.objects.filter(pk=view.pk).delete()


@transaction.atomic
def move_view(view: SavedView, step: int, *, by: Person) -> None:
    """Let a view change places with its neighbour, up (-1) or down (1); at the end nothing changes."""
    views = list(access.views_for(by))
    here = next((place for place, one in enumerate(views) if one.pk == view.pk), None)
    if here is None or not 0 <= here + step < len(views):
        return
    views[here], views[here + step] = views[here + step], views[here]
    for place, one in enumerate(views):
        one.place = place
    SavedView.objects.bulk_update(views, ["place"])


def _put_right(view: SavedView) -> None:
    """Refuse what has no name or looks for nothing; bring the columns into their order."""
    view.name, view.query = one_line(view.name, 60), one_line(view.query, 200)
    if not view.name:
        raise EmptyText(field="name")
    asked = parse(view.query, timezone.localdate())
    if not (asked.words or asked.conditions):
        raise FindsNothing(field="query")
    view.columns = _in_order(view.columns)


def _in_order(columns: list[str]) -> list[str]:
    """Return each column once, in the order of the first choice; no table is without the subject, by which one opens."""
    if not set(columns) <= set(ViewColumn.values):
        raise UnknownColumn(field="columns")
    chosen = list(dict.fromkeys(columns))
    return [ViewColumn.SUBJECT.value, *chosen] if chosen and ViewColumn.SUBJECT not in chosen else chosen
