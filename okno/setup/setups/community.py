"""The settings of the community: whether there is one, and for whom."""

from okno.community.actions.set_up import plan_of_the_community, set_up_community
from okno.community.models import CommunityPlan
from okno.setup.setups.setup import Setup
from okno.setup.shape import Shape

COMMUNITY = Setup(
    name="community",
    shape=Shape(
        model=CommunityPlan,
        rows=plan_of_the_community,
        key="name",
        columns=("name", "is_open", "readers", "moderation"),
    ),
    verb=set_up_community,
    is_single=True,
)
