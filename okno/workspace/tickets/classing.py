"""What the ticket is: subject, priority, service, kind, tags, fields of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.catalog import fields
from okno.catalog.models import TicketField, TicketFieldKind
from okno.desk.actions import classify
from okno.desk.models import Kind, Ticket
from okno.workspace import choices
from okno.workspace.doors import Request
from okno.workspace.tickets.deeds import Asked, deed


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


class FieldForm(forms.Form):
    field = forms.CharField(label=_("Name of the field"), max_length=60)
    value = forms.CharField(
        label=_("Value"), max_length=1000, required=False, help_text=_("Empty: the field goes away.")
    )


_ASKED: dict[str, dict[str, str]] = {
    TicketFieldKind.DATE: {"type": "date"},
    TicketFieldKind.NUMBER: {"inputmode": "decimal"},
}


def _field_as_it_is(request: Request, ticket: Ticket) -> dict[str, Any]:
    """Fill the form with the field that was clicked; its name stays what it is, its value is asked for as it is defined."""
    name = request.GET.get("field", "")
    defined = fields.called(name)
    value = ticket.fields.get(name, "")
    is_date = defined is not None and defined.kind == TicketFieldKind.DATE
    shown = fields.words(defined, value) if defined and not is_date else value
    form = FieldForm(initial={"field": name, "value": shown})
    if defined is not None:
        form.fields["value"] = _value_of(defined, value)
    is_known = defined is not None or name in ticket.fields
    if is_known:
        form.fields["field"].widget = forms.HiddenInput()
    return {"form": form, "name": str(defined or name) if is_known else ""}


def _value_of(field: TicketField, value: str) -> forms.Field:
    """Return what asks for the value of a defined field; what it was before the choices changed is still offered."""
    label: dict[str, Any] = {"label": _("Value"), "required": False}
    if field.kind == TicketFieldKind.CHOICE:
        offered = [*field.choices, *([value] if value and value not in field.choices else [])]
        told = [(one, fields.words(field, one)) for one in offered]
        return forms.ChoiceField(choices=[("", "—"), *told], **label)
    widget = forms.TextInput(_ASKED.get(field.kind, {}))
    return forms.CharField(
        max_length=1000, widget=widget, help_text=_("Empty: the field has no value."), **label
    )


@deed(PriorityForm, page="choose_priority", offer=lambda *_: {"priorities": choices.priorities()})
def priority(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the priorities with their criteria, or set one; all promises are counted anew."""
    classify.set_priority(ticket, asked["priority"], by=request.user)


@deed(
    ServiceForm, page="choose_service", offer=lambda *_: {"services": choices.services()[: choices.AT_MOST]}
)
def service(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the services, or set one."""
    classify.set_service(ticket, asked["service"], by=request.user)


@deed(KindForm)
def kind(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Say what kind of matter it is."""
    classify.set_kind(ticket, asked["kind"], by=request.user)


@deed(SubjectForm)
def subject(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Give the ticket another subject."""
    classify.set_subject(ticket, asked["subject"], by=request.user)


@deed(TagsForm)
def tags(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Replace the tags; they are written with commas between them."""
    classify.set_tags(ticket, asked["tags"].split(","), by=request.user)


@deed(FieldForm, page="field", offer=_field_as_it_is)
def field(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the form, or set a field of this ticket's own; an empty value removes it."""
    classify.set_field(ticket, asked["field"], asked["value"], by=request.user)
