from django.db import transaction
from django.db.models import QuerySet

from okno.community.access import lately
from okno.community.models import CommunityPlan


def plan_of_the_community() -> QuerySet[CommunityPlan]:
    """Return the one row, made when it is asked for first: until then there is no community."""
    CommunityPlan.objects.bulk_create([CommunityPlan(pk=1)], ignore_conflicts=True)
    return CommunityPlan.objects.all()


@transaction.atomic
def set_up_community(plan: CommunityPlan) -> CommunityPlan:
    """Save whether the community is open, to whom, and what is looked at first."""
    plan.name = CommunityPlan().name
    plan.save()
    transaction.on_commit(lately.forget)
    return plan
