from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from okno.core import clock
from okno.core.jobs import later
from okno.core.sealed import seal
from okno.notify.actions._due import claimed, is_summary, settle, to_each
from okno.notify.actions.send_line import send_line
from okno.notify.models import Chat, ChatLine
from okno.notify.wording import Matter, headline, matters, reason
from okno.people.models import Person
from okno.people.provider import zone_of

TITLES = 5


def say_what_is_due() -> int:
    """Write the words for the messenger that are due; returns for how many people."""
    return to_each("chat_at", _say_to)


@transaction.atomic
def _say_to(person: Person) -> bool:
    """Claim the news and write their words in one transaction: both or neither, and nothing twice."""
    now = clock.now()
    rows = claimed(person, "chat_at", now)
    if not rows:
        return False
    settle(rows, "chat_at")
    chat = Chat.objects.filter(person=person).first()
    if chat is None:
        return False
    told = matters(rows)
    with override(person.language), timezone.override(zone_of(person.zone)):
        said = (
            [(None, None, _summary(told))]
            if is_summary(told, now)
            else [(matter.ticket, matter.article, _of(matter)) for matter in told]
        )
    lines = [
        ChatLine(
            chat=chat, ticket=ticket, article=article, sealed=seal(words), written_at=now, not_before=now
        )
        for ticket, article, words in said
    ]
    for line in ChatLine.objects.bulk_create(lines):
        later(send_line, line=line.pk)
    return True


def _of(matter: Matter) -> str:
    """Number, subject, reason, where it is read: no customer's name and no word of a message goes to a foreign server."""
    reasons = dict.fromkeys(reason(one) for one in matter.news)
    return "\n".join([matter.title, *reasons, matter.url])


def _summary(told: list[Matter]) -> str:
    titles = [matter.title for matter in reversed(told)][:TITLES]
    more = ["…"] if len(told) > TITLES else []
    return "\n".join(
        [headline(told), *titles, *more, f"{settings.BASE_URL}{reverse('workspace:notifications')}"]
    )
