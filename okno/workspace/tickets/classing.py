"""What the ticket is: subject, priority, service, kind, tags, requester."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from okno.desk import access
from okno.desk.actions import classify
from okno.desk.models import Kind
from okno.workspace import choices
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.writing import address


class PriorityForm(forms.Form):
    priority = forms.ModelChoiceField(choices.priorities(), label=_("Priority"))


class ServiceForm(forms.Form):
    service = forms.ModelChoiceField(choices.services(), label=_("Service"), required=False)


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *Kind.choices], required=False)


class SubjectForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=250)


class TagsForm(forms.Form):
    tags = forms.CharField(label=_("Tags"), max_length=2000, required=False)


@room("GET", "HEAD", "POST")
def priority(request: Request, number: int) -> HttpResponse:
    """Offer the priorities with their criteria, or set one; all promises are counted anew."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        context = {"ticket": ticket, "priorities": choices.priorities()}
        return render(request, "workspace/tickets/choose_priority.html", context)
    classify.set_priority(ticket, read(PriorityForm(request.POST))["priority"], by=request.user)
    return go(request, address(ticket))


@room("GET", "HEAD", "POST")
def service(request: Request, number: int) -> HttpResponse:
    """Offer the services, or set one."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        context = {"ticket": ticket, "services": choices.services()[: choices.AT_MOST]}
        return render(request, "workspace/tickets/choose_service.html", context)
    classify.set_service(ticket, read(ServiceForm(request.POST))["service"], by=request.user)
    return go(request, address(ticket))


@room("POST")
def kind(request: Request, number: int) -> HttpResponse:
    """Say what kind of matter it is."""
    ticket = access.ticket_for(request.user, number, to="work")
    classify.set_kind(ticket, read(KindForm(request.POST))["kind"], by=request.user)
    return go(request, address(ticket))


@room("POST")
def subject(request: Request, number: int) -> HttpResponse:
    """Give the ticket another subject."""
    ticket = access.ticket_for(request.user, number, to="work")
    classify.set_subject(ticket, read(SubjectForm(request.POST))["subject"], by=request.user)
    return go(request, address(ticket))


@room("POST")
def tags(request: Request, number: int) -> HttpResponse:
    """Replace the tags; they are written with commas between them."""
    ticket = access.ticket_for(request.user, number, to="work")
    asked = read(TagsForm(request.POST))["tags"]
    classify.set_tags(ticket, asked.split(","), by=request.user)
    return go(request, address(ticket))
