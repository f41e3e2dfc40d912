"""The settings of promises: calendars, priorities, policies, and what happens when a promise is in danger."""

from okno.catalog.actions.set_up import set_up_matrix, set_up_priority
from okno.catalog.models import CELLS, Matrix, Priority
from okno.contracts.actions.set_up import set_up_agreement, set_up_policy, set_up_version
from okno.contracts.choosing import CONDITIONS
from okno.contracts.models import Agreement, Policy, PolicyVersion
from okno.desk.actions.set_up_loop import plan_of_the_loop, set_up_loop
from okno.desk.actions.set_up_reasons import set_up_breach_reason
from okno.desk.actions.set_up_warnings import plan_of_warnings, set_up_warnings
from okno.desk.models import BreachReason, LoopPlan, WarningPlan
from okno.setup import rules
from okno.setup.setups.setup import Setup
from okno.setup.shape import Shape
from okno.sla.actions.set_hours import set_hours
from okno.sla.models import WorkCalendar

CALENDARS = Setup(
    name="calendars",
    shape=Shape(
        model=WorkCalendar,
        rows=lambda: WorkCalendar.objects.order_by("name"),
        key="name",
        columns=(
            "name",
            "zone",
            "is_always",
            "week",
            "holidays",
            "exceptions",
            "breaks",
            "names",
            "production",
            "is_active",
        ),
    ),
    verb=set_hours,
    rule=rules.calendar,
    after=rules.recount_calendar,
)
PRIORITIES = Setup(
    name="priorities",
    shape=Shape(
        model=Priority,
        rows=lambda: Priority.objects.select_related("calendar").order_by("rank", "pk"),
        key="code",
        columns=("code", "rank", "name", "name_en", "criterion", "criterion_en", "calendar", "reaction_minutes",
                 "first_reply_minutes", "next_reply_minutes", "update_minutes", "resolution_minutes", "is_default", "is_active"),
        references={"calendar": "name"},
        is_unique=False,  # the verb moves the mark of the usual one; two of a code are refused by the rule
    ),
    verb=set_up_priority,
    rule=rules.priority,
    after=rules.recount_priority,
)  # fmt: skip
MATRIX = Setup(
    name="matrix",
    shape=Shape(
        model=Matrix,
        rows=lambda: Matrix.objects.select_related(*CELLS),
        key="name",
        columns=("name", *CELLS),
        references=dict.fromkeys(CELLS, "code"),
    ),
    verb=set_up_matrix,
    is_single=True,
)
POLICY_REFERENCES = {
    "organisation": "name", "support_level": "name", "request_type": "name", "service": "name", "priority": "code",
    "team": "name",
}  # fmt: skip
POLICIES = Setup(
    name="policies",
    shape=Shape(
        model=Policy,
        rows=lambda: (
            Policy.objects.select_related(*POLICY_REFERENCES)
            .prefetch_related("versions__calendar")
            .order_by("name")
        ),
        key="name",
        columns=("name", *CONDITIONS, "is_active"),
        references=POLICY_REFERENCES,
    ),
    verb=set_up_policy,
    rule=rules.policy,
    after=rules.recount_policy,
)
VERSIONS = Setup(
    name="versions",
    shape=Shape(
        model=PolicyVersion,
        rows=lambda: PolicyVersion.objects.select_related("policy", "calendar").order_by(
            "policy__name", "-valid_from", "-pk"
        ),
        key="name",
        columns=("name", "policy", "valid_from", "calendar", "minutes", "is_active"),
        references={"policy": "name", "calendar": "name"},
        is_unique=False,  # the verb says in words that two begin on one day
    ),
    verb=set_up_version,
    rule=rules.version,
    after=rules.recount_policy,
)
AGREEMENTS = Setup(
    name="agreements",
    shape=Shape(
        model=Agreement,
        rows=lambda: Agreement.objects.select_related("team", "calendar").order_by("team__line", "name"),
        key="name",
        columns=("name", "team", "calendar", "minutes", "is_active"),
        references={"team": "name", "calendar": "name"},
        is_unique=False,  # the verb names the agreement that a team has already
    ),
    verb=set_up_agreement,
    rule=rules.agreement,
    after=rules.recount_agreement,
)
LOOP = Setup(
    name="letters",
    shape=Shape(
        model=LoopPlan,
        rows=plan_of_the_loop,
        key="name",
        columns=("name", "letters", "silence_days", "product_team", "asks_again_days"),
        references={"product_team": "name"},
    ),
    verb=set_up_loop,
    is_single=True,
)
WARNINGS = Setup(
    name="warnings",
    shape=Shape(model=WarningPlan, rows=plan_of_warnings, key="name", columns=("name", "steps")),
    verb=set_up_warnings,
    is_single=True,
)
BREACH_REASONS = Setup(
    name="breach-reasons",
    shape=Shape(
        model=BreachReason,
        rows=lambda: BreachReason.objects.order_by("name"),
        key="name",
        columns=("name", "name_en", "is_active"),
    ),
    verb=set_up_breach_reason,
)
