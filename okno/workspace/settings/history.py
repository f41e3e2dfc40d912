"""The history of the settings: who, when, before, after; and back again."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.setup import access
from okno.setup.actions.undo import undo
from okno.setup.models import Change
from okno.workspace import pages
from okno.workspace.doors import Request, back, go, room
from okno.workspace.settings.sections import section_for
from okno.workspace.settings.showing import told
from okno.workspace.settings.views import page

PAGE = 50


@room()
def changes(request: Request) -> HttpResponse:
    """Show every change of the settings, the newest first."""
    return _shown(request, reverse("workspace:settings_changes"), access.changes_for(request.user))


@room()
def history(request: Request, section: str, pk: int) -> HttpResponse:
    """Show every change of one row."""
    found = section_for(request.user, section)
    row = access.row_for(request.user, found.setup, pk)
    address = reverse("workspace:settings_history", args=[section, pk])
    return _shown(
        request, address, access.changes_for(request.user, found.setup, row), section=found, row=row
    )


@room("POST")
def undoing(request: Request, pk: int) -> HttpResponse:
    """Bring back what a change has changed."""
    change = access.change_for(request.user, pk)
    undo(change, by=request.user)
    row = reverse("workspace:settings_history", args=[change.what, change.row])
    return go(request, back(request, row), _("Undone."))


def _shown(request: Request, address: str, found: QuerySet[Change], **context: object) -> HttpResponse:
    if place := request.GET.get("after"):
        found = found.filter(pk__lt=int(pages.opened("changes", place)[0]))
    listed = list(found[: PAGE + 1])
    if len(listed) > PAGE:
        context["more"] = f"{address}?after={pages.sealed('changes', listed[PAGE - 1].pk)}"
    return page(
        request,
        "history.html",
        {"changes": told(listed[:PAGE]), "is_first": not place, "address": address} | context,
    )
