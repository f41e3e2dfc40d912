"""What a verb refuses is told beside the field of the form that it is about."""

from django import forms

from okno.core.refusals import Refusal


def complain(form: forms.BaseForm, refusal: Refusal) -> None:
    """Let the form show it at its field, or above all fields where it has no such one."""
    field = refusal.facts.get("field")
    form.add_error(field if field in form.fields else None, str(refusal))
