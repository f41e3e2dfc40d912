from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from okno.channels import sealed_letters
from okno.channels.mail import relay
from okno.core import clock
from okno.desk.models import Ticket
from okno.desk.occasions import loop_plan
from okno.feedback.letters import question
from okno.feedback.models import Invitation, Refusal, Wave
from okno.people.models import Person, Role
from okno.people.provider import zone_of

HELPED_WITHIN = timedelta(days=90)  # who has not been helped for longer has nothing to say about it
ALL_AT_MOST = 20_000
CUSTOMERS = (Role.CUSTOMER, Role.MANAGER)
FROM_HOUR = 9  # by the clock of the provider


def due() -> QuerySet[Wave]:
    """Return the waves whose day has come and whose letters have not left; nobody is written to at night."""
    now = clock.now().astimezone(zone_of(""))
    today = now.date() if now.hour >= FROM_HOUR else now.date() - timedelta(days=1)
    return Wave.objects.filter(begins_on__lte=today, asked_at=None, stopped_at=None)


def meant(wave: Wave) -> QuerySet[Person]:
    """Return whom the wave asks: of each organisation those who were helped last, none who was asked not long ago."""
    now = clock.now()
    asked = Invitation.objects.filter(at__gt=now - timedelta(days=loop_plan().asks_again_days))
    helped = Ticket.objects.filter(closed_at__gt=now - HELPED_WITHIN, merged_into=None)
    if chosen := list(wave.organisations.values_list("pk", flat=True)):
        helped = helped.filter(requester__organisation__in=chosen)
    rows = (
        Person.objects.filter(role__in=CUSTOMERS, is_active=True, merged_into=None)
        .exclude(email="")
        .filter(pk__in=helped.values("requester"))
        .exclude(_one_of(asked))
        .exclude(_one_of(Refusal.objects.all()))
        .annotate(last=Max("tickets__closed_at", filter=Q(tickets__merged_into=None)))
        .annotate(
            place=Window(RowNumber(), partition_by="organisation", order_by=[F("last").desc(), F("pk").asc()])
        )
        .filter(place__lte=wave.at_most)
    )
    return rows.select_related("organisation").order_by("pk")


def _one_of(rows: "QuerySet[Invitation] | QuerySet[Refusal]") -> Q:
    """Whom these rows name, also by another person that was merged into this one."""
    named = rows.values("person")
    return Q(pk__in=named) | Q(merged__in=named)


@transaction.atomic
def ask_wave(wave: Wave) -> int:
    """Send the question to all whom the wave means, each once, and return to how many; a second call asks nobody.

    All or nothing: a run that dies leaves the wave as it was, and no letter leaves before the commit. Where no letter can leave
    at all, the wave waits.
    """
    if not relay.has_road():
        return 0
    asked = invite(wave, at=clock.now())
    unheard = [row.pk for row in asked if sealed_letters.queue_survey(row.person, question(row)) is None]
    Invitation.objects.filter(pk__in=unheard).delete()  # no letter may leave to their addresses
    return len(asked) - len(unheard)


@transaction.atomic
def invite(wave: Wave, *, at: datetime) -> list[Invitation]:
    """Write down whom the wave asks, once; who looks for it meanwhile finds nobody to ask."""
    rows = Wave.objects.select_for_update(skip_locked=True)
    held = rows.filter(pk=wave.pk, asked_at=None, stopped_at=None).first()
    if held is None:
        return []
    people = meant(held)[:ALL_AT_MOST]
    asked = [Invitation(wave=held, person=one, organisation=one.organisation, at=at) for one in people]
    held.asked_at = at
    held.save(update_fields=["asked_at"])
    return Invitation.objects.bulk_create(asked, batch_size=500)


def ends_on(wave: Wave) -> date:
    """Return the last day on which an answer counts."""
    begun = wave.asked_at.astimezone(zone_of("")).date() if wave.asked_at else wave.begins_on
    return begun + timedelta(days=wave.days)
