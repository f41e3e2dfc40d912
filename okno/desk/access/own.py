"""What belongs to a colleague or to a team: blanks, saved views, runs over many tickets."""

from django.db.models import Q, QuerySet

from okno.core.prepared import prepared
from okno.core.refusals import NotAllowed, NotFound
from okno.desk.access.roles import require_staff
from okno.desk.models import Blank, BulkRun, SavedView
from okno.people.models import Person, Team


def blanks_for(person: Person) -> QuerySet[Blank]:
    """Return the blanks that the colleague may put into a reply: the own ones, those of the own teams, everybody's."""
    require_staff(person)
    theirs = Q(owner=person) | Q(team__memberships__person=person) | Q(owner=None, team=None)
    named = ("team", "priority", "service", "to_team", "to_person")
    return (
        Blank.objects.filter(theirs, is_active=True).select_related(*named).distinct().order_by("name", "pk")
    )


def blank_for(person: Person, pk: int) -> Blank:
    """Return a blank that the colleague may use; raises NotFound."""
    try:
        return blanks_for(person).get(pk=pk)
    except (Blank.DoesNotExist, OverflowError):
        raise NotFound from None


def macros_for(person: Person) -> QuerySet[Blank]:
    """Return those that only do something: they say nothing to a customer, so they fit many tickets at once."""
    return blanks_for(person).filter(text="")


def blanks_changed_by(person: Person) -> QuerySet[Blank]:
    """Return the blanks that one may change: the own ones; a lead those of the own teams, an administrator all shared."""
    require_staff(person)
    theirs = Q(owner=person)
    if person.is_administrator:
        theirs |= Q(owner=None)
    elif person.is_lead:
        theirs |= Q(team__in=Team.objects.filter(memberships__person=person))
    return Blank.objects.filter(theirs)


def may_keep_blank(person: Person, *, owner: int | None, team: int | None) -> bool:
    """Tell whether the person may have a blank of this owner and team saved: nobody writes in another one's name."""
    if owner is not None or not person.is_lead:
        return owner == person.pk and team is None
    return (
        person.is_administrator
        or Team.objects.filter(memberships__person=person, pk__in=[team or 0]).exists()
    )


def views_for(person: Person) -> QuerySet[SavedView]:
    """Return the views that stand at the left side of the colleague: the own ones, and those of the own teams."""
    return _views(require_staff(person).pk)


def views_beside(person: Person) -> list[SavedView]:
    """Return the same as rows, for every page shows them."""
    return _views_beside(require_staff(person).pk)


def _views(person: int) -> QuerySet[SavedView]:
    theirs = Q(owner=person, team=None) | Q(team__in=Team.objects.filter(memberships__person=person))
    return SavedView.objects.filter(theirs, is_active=True).select_related("team")


_views_beside = prepared(_views)


def view_for(person: Person, pk: int, *, to: str = "read") -> SavedView:
    """Return a view for this purpose, "read" or "change"; a team's is changed by a lead of the team alone."""
    try:
        view = views_for(person).get(pk=pk)
    except (SavedView.DoesNotExist, OverflowError):
        raise NotFound from None
    if (
        to != "read"
        and view.team_id is not None
        and not teams_led_by(person).filter(pk=view.team_id).exists()
    ):
        raise NotAllowed
    return view


def teams_led_by(person: Person) -> QuerySet[Team]:
    """Return the teams for which the colleague may decide: a lead's own ones."""
    own = Team.objects.filter(memberships__person=person, is_active=True)
    return own if person.is_lead else own.none()


def bulk_run_for(person: Person, pk: int) -> BulkRun:
    """Return a run of one's own; anybody else's does not exist."""
    require_staff(person)
    try:
        return BulkRun.objects.get(by=person, pk=pk)
    except (BulkRun.DoesNotExist, OverflowError):
        raise NotFound from None
