from collections.abc import Collection

from django.db import transaction

from okno.channels import recorder
from okno.channels.actions.forget_person import ERASED
from okno.channels.models import Inbound
from okno.desk.models import Fact, Split


@transaction.atomic
def follow_messages(fact: Fact) -> None:
    """Let the letters of messages that a person has put into another ticket stand where these are, and say who it was.

    Each fact is written down once. What was erased stays erased.
    """
    messages = _messages(fact)
    letters = Inbound.objects.select_for_update(of=("self",)).filter(message__in=messages)
    for inbound in letters.exclude(decisions=ERASED).select_related("message").defer("raw").order_by("id"):
        if _says(inbound, fact) or inbound.message is None:
            continue
        inbound.ticket_id = inbound.message.ticket_id
        recorder.note(inbound, "moved_by", who=fact.by, fact=fact.pk, **_numbers(fact))
        inbound.save(update_fields=["ticket", "decisions"])


def _messages(fact: Fact) -> Collection[int]:
    """Return the messages that the fact has moved."""
    if fact.kind == "message.moved":
        return [fact.message_id] if fact.message_id is not None else []
    if fact.kind == "ticket.opened":
        rows = Split.objects.filter(target=fact.ticket_id)
    elif Fact.objects.filter(
        ticket=fact.ticket_id, kind="message.moved", data__from_number=fact.data.get("to_number")
    ).exists():
        return []  # each says so itself
    else:
        rows = Split.objects.filter(source=fact.ticket_id, target__number=fact.data.get("to_number"))
    return [pk for moved in rows.values_list("moved", flat=True) for pk in moved]


def _numbers(fact: Fact) -> dict[str, int | None]:
    """Return from which ticket into which."""
    names = {"message.moved": "from_number", "ticket.opened": "split_from", "ticket.unsplit": "to_number"}
    number = fact.ticket.number if fact.ticket is not None else None
    return {"before": fact.data.get(names[fact.kind]), "number": number}


def _says(inbound: Inbound, fact: Fact) -> bool:
    return any(step.get("facts", {}).get("fact") == fact.pk for step in inbound.decisions)
