"""The rooms of the settings: the beginning, lists, forms, the archive."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput, Conflict, NotFound, Refusal
from okno.desk.blanks import VARIABLES
from okno.privacy import access as privacy
from okno.setup import access
from okno.setup.actions.save import ChangedMeanwhile, save
from okno.setup.shape import Plain, Unfit
from okno.workspace.doors import Request, go, room
from okno.workspace.pages import words_of
from okno.workspace.queues.views import around
from okno.workspace.settings.kit import Kit, Section, opened, seen
from okno.workspace.settings.sections import by_subject, section_for, sections_for
from okno.workspace.settings.showing import Difference, differences, told

AT_MOST = 200
LATEST = 5


@room()
def settings(request: Request) -> HttpResponse:
    """Show what can be set up, and what was changed last; who may set up one thing alone is led there."""
    sections = sections_for(request.user)
    if len(sections) == 1:
        return redirect("workspace:settings_rows", sections[0].slug)
    counted = [(title, [(one, _count(one)) for one in ones]) for title, ones in by_subject(sections)]
    context = {"tiles": counted, "changes": told(access.changes_for(request.user)[:LATEST])}
    return page(request, "index.html", context)


@room()
def rows(request: Request, section: str) -> HttpResponse:
    """Show the rows of one kind: those in use, or the archive."""
    found = section_for(request.user, section)
    if found.setup.is_single:
        return redirect(
            "workspace:settings_row", section, access.rows_for(request.user, found.setup).get().pk
        )
    words = words_of(request.GET.get("q", ""))
    everything = access.rows_for(request.user, found.setup)
    resting = everything.filter(is_active=False)
    wanted = resting if "archive" in request.GET else everything.filter(is_active=True)
    listed = list(found.found(wanted, words)[: AT_MOST + 1])
    context = {
        "section": found,
        "rows": [(row.pk, found.cells(row)) for row in listed[:AT_MOST]],
        "words": words,
        "is_archive": "archive" in request.GET,
        "resting": resting.count(),
        "has_more": len(listed) > AT_MOST,
        "at_most": AT_MOST,
        **found.above(),
    }
    return page(request, "list.html", context)


@room("GET", "HEAD", "POST")
def addition(request: Request, section: str) -> HttpResponse:
    """Show an empty form, and add a row."""
    found = section_for(request.user, section)
    if found.setup.is_single:
        raise NotFound
    return _form(request, found, None)


@room("GET", "HEAD", "POST")
def row(request: Request, section: str, pk: int) -> HttpResponse:
    """Show a row, and change it."""
    found = section_for(request.user, section)
    return _form(request, found, access.row_for(request.user, found.setup, pk))


@room("POST")
def retirement(request: Request, section: str, pk: int) -> HttpResponse:
    """Put a row into the archive: it is chosen no more, and everything that points at it stays."""
    return _rest(request, section, pk, is_active=False)


@room("POST")
def comeback(request: Request, section: str, pk: int) -> HttpResponse:
    """Bring a row back from the archive."""
    return _rest(request, section, pk, is_active=True)


def page(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Show a page of the settings with the list of sections beside it."""
    sections = sections_for(request.user)
    known = {
        "sections": sections,
        "subjects": by_subject(sections),
        "slug": "settings",
        "erasures_waiting": privacy.waiting_for(request.user),
        **around(request),
    }
    return render(request, f"workspace/settings/{template}", known | context, status=status)


def row_page(
    request: Request, section: Section, row: Any, form: Kit | None = None, **more: Any
) -> HttpResponse:
    """Show the form of a row, what was changed in it last, and what else is asked for."""
    status = more.pop("status", 200)
    changes = access.changes_for(request.user, section.setup, row)[:LATEST] if row is not None else ()
    context = {
        "section": section,
        "row": row,
        "form": form or section.form(instance=row, by=request.user, initial=_begun(request, row)),
        "seen": seen(section.setup, row) if row is not None else "",
        "changes": told(changes),
        "variables": [
            (one.english if get_language() == "en" else one.russian, one.meaning) for one in VARIABLES
        ],
    }
    beside = section.beside(row) if row is not None else {}
    return page(request, "form.html", {**context, **beside, **more}, status)


def _begun(request: Request, row: Any) -> dict[str, Any]:
    """Return with which values a new row begins, where the address tells them."""
    return request.GET.dict() if row is None else {}


def _count(section: Section) -> int | None:
    return None if section.setup.is_single else section.setup.rows().filter(is_active=True).count()


def _form(request: Request, section: Section, row: Any) -> HttpResponse:
    if request.method != "POST":
        return row_page(request, section, row)
    form = section.form(request.POST, request.FILES, instance=row, by=request.user)
    if not form.is_valid():
        return row_page(request, section, row, form, status=422)
    try:
        saved = _saved(request, section, row, form)
    except Unfit as unfit:
        form.complain(unfit.errors)
    except ChangedMeanwhile as conflict:
        return row_page(
            request, section, row, form, status=409, **_meanwhile(request, section, row, conflict)
        )
    except (BadInput, Conflict) as refusal:
        form.complain({"": [str(refusal)]})
    else:
        stays = section.stays or (row is None and section.saved is not None)
        address = (
            reverse("workspace:settings_row", args=[section.slug, saved.pk]) if stays else _list(section)
        )
        return go(request, address, _("Saved."))
    return row_page(request, section, row, form, status=422)


@transaction.atomic
def _saved(request: Request, section: Section, row: Any, form: Kit) -> Any:
    """Save the row and what hangs on it, or nothing."""
    shown = None if row is None else opened(section.setup, request.POST.get("seen", ""))
    saved, _change = save(section.setup, row, form.plain(), by=request.user, seen=shown)
    if section.saved is not None:
        section.saved(saved, form, request.user)
    return saved


def _meanwhile(request: Request, section: Section, row: Any, conflict: ChangedMeanwhile) -> dict[str, Any]:
    """Return what somebody else has changed meanwhile, and the row sealed anew: saving once more is a decision."""
    shown = opened(section.setup, request.POST.get("seen", ""))
    now: Plain = conflict.facts["now"]
    newer = {name: value for name, value in now.items() if shown.get(name) != value}
    latest = access.changes_for(request.user, section.setup, row).first()
    found: list[Difference] = differences(section, shown, newer)
    return {
        "meanwhile": found,
        "words": str(conflict),
        "meanwhile_by": latest,
        "seen": seen(section.setup, row),
    }


def _rest(request: Request, slug: str, pk: int, *, is_active: bool) -> HttpResponse:
    section = section_for(request.user, slug)
    if section.setup.is_single:
        raise NotFound
    row = access.row_for(request.user, section.setup, pk)
    address = reverse("workspace:settings_row", args=[slug, pk])
    try:
        save(section.setup, row, {"is_active": is_active}, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return go(request, address)
    words = _("“%(name)s” is in use again.") if is_active else _("“%(name)s” is in the archive.")
    return go(request, _list(section), words % {"name": row})


def _list(section: Section) -> str:
    return reverse("workspace:settings_rows", args=[section.slug])
