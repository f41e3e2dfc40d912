"""The steps of the first run: each is kept at once, so one may stop anywhere and go on there."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from okno.channels.mail import relay
from okno.people.models import Line
from okno.setup import access
from okno.setup.actions.begin import lead_on
from okno.workspace.doors import Request, go, room
from okno.workspace.settings import hours
from okno.workspace.settings.deeds import checked
from okno.workspace.wizard import knowing
from okno.workspace.wizard.forms import StepForm
from okno.workspace.wizard.steps import READY, STEPS, Step, after, before, step_of


@room("GET", "HEAD", "POST")
def step(request: Request, step: str) -> HttpResponse:
    """Show a step, keep what it asked or leave it out, and lead on to the next one."""
    access.require_administrator(request.user)
    if step == READY:
        return _ready(request)
    found = step_of(step)
    if request.method != "POST":
        return _page(request, found, found.form(by=request.user))
    if "without" not in request.POST:
        form = found.form(request.POST, by=request.user)
        if not form.kept():
            return _page(request, found, form, status=422)
        if found.slug == "mail":
            return _told(request, found)
        if found.slug == "people" and form.changed_data and not relay.has_road():
            return _page(request, found, found.form(by=request.user), is_kept=True)
    lead_on(after(found))
    return go(request, reverse("workspace:start_step", args=[after(found)]))


@room("POST")
def end(request: Request) -> HttpResponse:
    """End the first run: from now on one begins with the queue."""
    access.require_administrator(request.user)
    lead_on("")
    return go(request, reverse("workspace:queue", args=["mine"]))


def _page(request: Request, step: Step, form: StepForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "step": step,
        "steps": STEPS,
        "number": STEPS.index(step) + 2,
        "form": form,
        "back": before(step),
        "onward": after(step),
        "can_write": relay.has_road(),
    }
    return render(request, f"workspace/wizard/{step.slug}.html", context | more, status=status)


def _told(request: Request, step: Step) -> HttpResponse:
    """Check the mailbox that was kept just now, and tell what came of it on the same page."""
    lead_on(step.slug)
    mailbox = knowing.mailbox()
    assert mailbox is not None, "it has just been kept"
    checks = checked(mailbox, by=request.user)
    return _page(request, step, step.form(by=request.user), checks=checks, is_kept=True)


def _ready(request: Request) -> HttpResponse:
    """Show what is ready, what is not, and what to do first."""
    calendar, mailbox = knowing.calendar(), knowing.mailbox()
    values = {
        "provider": str(knowing.provider()) if knowing.is_named() else "",
        "hours": hours.week_text(calendar.week) if not calendar.is_always else "",
        "mail": mailbox.address if mailbox else "",
        "teams": ", ".join(team.name for line in Line if (team := knowing.team(line))),
        "people": ", ".join(str(person) for person in knowing.colleagues(request.user)),
    }
    context = {
        "steps": STEPS,
        "number": len(STEPS) + 2,
        "told": [(one, one.is_done(request.user), values[one.slug]) for one in STEPS],
        "calendar": calendar,
        "mailbox": mailbox,
        "portal": settings.PORTAL_URL + reverse("portal:mine"),
        "back": before(None),
    }
    return render(request, "workspace/wizard/ready.html", context)
