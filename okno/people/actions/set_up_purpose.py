from django.db import transaction

from okno.core import clock
from okno.people.models import Purpose, PurposeText


@transaction.atomic
def set_up_purpose(purpose: Purpose) -> Purpose:
    """Save a purpose; other words are a new version, to which nobody has agreed yet."""
    purpose.save()
    last = PurposeText.objects.filter(purpose=purpose).order_by("-number").first()
    if last is None or (last.name, last.text) != (purpose.name, purpose.text):
        number = last.number + 1 if last else 1
        PurposeText.objects.create(
            purpose=purpose, number=number, name=purpose.name, text=purpose.text, at=clock.now()
        )
    return purpose
