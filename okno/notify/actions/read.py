from django.db import transaction
from django.db.models import Q

from okno.core import clock
from okno.core.live import nudge
from okno.notify.models import News
from okno.people.models import Person


@transaction.atomic
def read(*, by: Person, number: int | None = None) -> int:
    """Take as read what the person was told of one ticket, those merged into it included, or of all; returns how much.

    What is read leaves by no other way any more.
    """
    unread = News.objects.filter(person=by, read_at=None)
    if number is not None:
        unread = unread.filter(Q(ticket__number=number) | Q(ticket__merged_into__number=number))
    count = unread.update(read_at=clock.now(), push_at=None, mail_at=None)
    if count:
        nudge(to=by.pk, bell=True)
    return count
