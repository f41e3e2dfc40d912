from django.db import transaction

from okno.desk.models import BreachReason


@transaction.atomic
def set_up_breach_reason(reason: BreachReason) -> BreachReason:
    """Save a reason for missed deadlines."""
    reason.save()
    return reason
