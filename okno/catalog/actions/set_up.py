"""What administrators set up in the catalogue. Each verb takes a row as it shall be, not yet saved."""

from django.db import transaction
from django.utils.translation import gettext as _

from okno.catalog import fields, questions
from okno.catalog.models import Matrix, Priority, Service, TicketField, TicketFieldKind
from okno.core.refusals import BadInput, Conflict


@transaction.atomic
def set_up_service(service: Service) -> Service:
    """Save a service."""
    service.save()
    return service


@transaction.atomic
def set_up_field(field: TicketField) -> TicketField:
    """Save a field of tickets; one of choices has some, and any other has none. Raises BadInput where the name is taken."""
    if TicketField.objects.filter(name__iexact=field.name).exclude(pk=field.pk).exists():
        raise BadInput(_("There is already one that is called so."), field="name")
    if field.kind != TicketFieldKind.CHOICE:
        field.choices, field.choices_en = [], []
    elif not field.choices:
        raise BadInput(_("there is nothing to choose from."), field="choices")
    try:
        field.choices_en = questions.choices_in_english(field.choices_en, len(field.choices))
    except BadInput as wrong:
        raise BadInput(str(wrong), field="choices_en") from None
    field.save()
    transaction.on_commit(fields.defined.forget)
    return field


@transaction.atomic
def set_up_matrix(matrix: Matrix) -> Matrix:
    """Save which priority follows from which impact and urgency."""
    matrix.save()
    return matrix


@transaction.atomic
def set_up_priority(priority: Priority) -> Priority:
    """Save a priority; exactly one of them is for new tickets, and that one is in use."""
    if priority.is_default and not priority.is_active:
        raise Conflict(
            _("New tickets get this priority; choose another one for them first."), field="is_default"
        )
    usual = Priority.objects.select_for_update().filter(is_default=True).exclude(pk=priority.pk)
    if priority.is_default:
        usual.update(is_default=False)
    elif not usual.exists():
        raise BadInput(
            _("New tickets get this priority; choose another one for them first."), field="is_default"
        )
    priority.save()
    return priority
