"""The settings of the company: who serves, in which teams and shifts, and whom."""

from okno.assets.actions.set_up_asset import set_up_asset
from okno.assets.models import Asset
from okno.people.actions.set_up import (
    set_up_colleague,
    set_up_organisation,
    set_up_provider,
    set_up_support_level,
    set_up_team,
)
from okno.people.actions.set_up_customer import CUSTOMERS as CUSTOMER_ROLES
from okno.people.actions.set_up_customer import set_up_customer
from okno.people.actions.set_up_purpose import set_up_purpose
from okno.people.models import STAFF, Channel, Organisation, Person, Provider, Purpose, SupportLevel, Team
from okno.people.second_step import having_one
from okno.setup import rules
from okno.setup.setups.setup import Setup
from okno.setup.shape import Shape
from okno.staffing.actions.set_up_shift import set_up_shift
from okno.staffing.models import Shift

PROVIDER = Setup(
    name="provider",
    shape=Shape(
        model=Provider,
        rows=Provider.objects.all,
        key="name",
        columns=("name", "language", "zone", "accent", "logo", "registration", "second_step"),
    ),
    verb=set_up_provider,
    is_single=True,
)
SUPPORT_LEVELS = Setup(
    name="levels",
    shape=Shape(
        model=SupportLevel, rows=SupportLevel.objects.all, key="name", columns=("name", "rank", "is_active")
    ),
    verb=set_up_support_level,
)
ORGANISATIONS = Setup(
    name="organisations",
    shape=Shape(
        model=Organisation,
        rows=lambda: (
            Organisation.objects.select_related("support_level", "keeper")
            .prefetch_related("domains")
            .order_by("name")
        ),
        key="name",
        columns=("name", "support_level", "region", "note", "keeper", "is_active"),
        references={"support_level": "name", "keeper": "email"},
        lists={"domains": lambda row: sorted(one.domain for one in row.domains.all())},
    ),
    verb=set_up_organisation,
    after=rules.recount_organisation,
)
ASSETS = Setup(
    name="assets",
    shape=Shape(
        model=Asset,
        rows=lambda: Asset.objects.select_related("organisation").order_by("organisation__name", "name"),
        key="name",
        within="organisation",
        columns=("organisation", "name", "sort", "place", "inventory_number", "is_active"),
        references={"organisation": "name"},
    ),
    verb=set_up_asset,
)
COLLEAGUES = Setup(
    name="people",
    shape=Shape(
        model=Person,
        rows=lambda: (
            Person.objects.filter(role__in=STAFF)
            .annotate(has_second_step=having_one())
            .prefetch_related("teams")
            .order_by("name", "pk")
        ),
        key="email",
        is_address=True,
        columns=("email", "name", "role", "language", "zone", "capacity", "chat_capacity", "is_active"),
        lists={"skills": lambda row: list(row.skills)},
        is_unique=False,  # the address of a customer is no obstacle: he is hired
    ),
    verb=set_up_colleague,
    rule=rules.colleague,
)
CUSTOMERS = Setup(
    name="customers",
    shape=Shape(
        model=Person,
        rows=lambda: (
            Person.objects.filter(role__in=CUSTOMER_ROLES, merged_into=None)
            .select_related("organisation")
            .prefetch_related("addresses")
            .order_by("name", "pk")
        ),
        key="email",
        is_address=True,
        columns=("email", "name", "role", "organisation", "language", "is_active"),
        references={"organisation": "name"},
        lists={
            "phones": lambda row: sorted(
                one.value for one in row.addresses.all() if one.channel == Channel.PHONE
            )
        },
        is_unique=False,  # who is known by the address already is the one who is meant
    ),
    verb=set_up_customer,
    is_in_file=False,
)
TEAMS = Setup(
    name="teams",
    shape=Shape(
        model=Team,
        rows=lambda: (
            Team.objects.select_related("partner")
            .prefetch_related("memberships__person")
            .order_by("line", "name")
        ),
        key="name",
        columns=(
            "name",
            "line",
            "partner",
            "is_closed",
            "accept_minutes",
            "urgent_rank",
            "strategy",
            "is_active",
        ),
        references={"partner": "name"},
        lists={
            "members": lambda row: sorted(one.person.email for one in row.memberships.all()),
            "leads": lambda row: sorted(one.person.email for one in row.memberships.all() if one.is_lead),
        },
    ),
    verb=set_up_team,
    rule=rules.team,
    after=rules.renew_team,
)
SHIFTS = Setup(
    name="shifts",
    shape=Shape(
        model=Shift,
        rows=lambda: Shift.objects.prefetch_related("stints__person").order_by("name"),
        key="name",
        columns=("name", "week", "begins_on", "ends_on", "keeps_holidays", "is_draft", "is_active"),
        lists={"people": lambda row: sorted(one.person.email for one in row.stints.all())},
    ),
    verb=set_up_shift,
)
PURPOSES = Setup(
    name="purposes",
    shape=Shape(
        model=Purpose,
        rows=lambda: Purpose.objects.order_by("name"),
        key="name",
        columns=("name", "text", "is_required", "is_active"),
    ),
    verb=set_up_purpose,
)
