"""Everything that is set up in a desk, in the order in which a file brings it in: what others rest on comes first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from okno.automation import conditions
from okno.automation.actions.keep_rule import keep_rule
from okno.automation.models import Rule
from okno.catalog.actions.set_up import set_up_matrix, set_up_priority, set_up_service
from okno.catalog.models import CELLS, Matrix, Priority, Service
from okno.channels.actions.set_up_mailbox import set_up_mailbox
from okno.channels.models import Mailbox
from okno.contracts.actions.set_up import set_up_policy, set_up_version
from okno.contracts.choosing import CONDITIONS
from okno.contracts.models import Policy, PolicyVersion
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.actions.set_up_reasons import set_up_breach_reason
from okno.desk.actions.set_up_warnings import plan_of_warnings, set_up_warnings
from okno.desk.models import Blank, BreachReason, WarningPlan
from okno.people.actions.set_up import (
    set_up_colleague,
    set_up_organisation,
    set_up_provider,
    set_up_support_level,
    set_up_team,
)
from okno.people.actions.set_up_entrance import set_up_entrance
from okno.people.models import STAFF, Entrance, Organisation, Person, Provider, SupportLevel, Team
from okno.setup import rules
from okno.setup.shape import Shape
from okno.sla.actions.set_hours import set_hours
from okno.sla.models import WorkCalendar
from okno.staffing.actions.set_up_shift import set_up_shift
from okno.staffing.models import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One kind of rows: its name in addresses, history and files, its shape, its owner's verb, the rules around it."""

    name: str
    shape: Shape
    verb: Callable[..., Any]
    rule: rules.Rule = rules.none
    shared: Q = field(default_factory=Q)  # which rows belong to the desk and go into its file
    after: Callable[[Any], None] = rules.nothing
    is_single: bool = False  # one row, which is always there

    def rows(self) -> QuerySet[Any]:
        """Return the rows that belong to the desk and not to one person."""
        return self.shape.rows().filter(self.shared)


PROVIDER = Setup(
    name="provider",
    shape=Shape(model=Provider, rows=Provider.objects.all, key="name", columns=("name", "language", "zone")),
    verb=set_up_provider,
    is_single=True,
)
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
COLLEAGUES = Setup(
    name="people",
    shape=Shape(
        model=Person,
        rows=lambda: Person.objects.filter(role__in=STAFF).prefetch_related("teams").order_by("name", "pk"),
        key="email",
        is_address=True,
        columns=("email", "name", "role", "language", "zone", "capacity", "is_active"),
        lists={"skills": lambda row: list(row.skills)},
        is_unique=False,  # the address of a customer is no obstacle: he is hired
    ),
    verb=set_up_colleague,
    rule=rules.colleague,
)
TEAMS = Setup(
    name="teams",
    shape=Shape(
        model=Team,
        rows=lambda: Team.objects.prefetch_related("memberships__person").order_by("line", "name"),
        key="name",
        columns=("name", "line", "is_closed", "accept_minutes", "urgent_rank", "strategy", "is_active"),
        lists={
            "members": lambda row: sorted(one.person.email for one in row.memberships.all()),
            "leads": lambda row: sorted(one.person.email for one in row.memberships.all() if one.is_lead),
        },
    ),
    verb=set_up_team,
    rule=rules.team,
)
SHIFTS = Setup(
    name="shifts",
    shape=Shape(
        model=Shift,
        rows=lambda: Shift.objects.prefetch_related("stints__person").order_by("name"),
        key="name",
        columns=("name", "week", "begins_on", "ends_on", "keeps_holidays", "is_active"),
        lists={"people": lambda row: sorted(one.person.email for one in row.stints.all())},
    ),
    verb=set_up_shift,
)
SERVICE_REFERENCES = {"team": "name", "second_team": "name", "third_team": "name", "priority": "code"}
SERVICES = Setup(
    name="services",
    shape=Shape(
        model=Service,
        rows=lambda: Service.objects.select_related(*SERVICE_REFERENCES).order_by("name"),
        key="name",
        columns=("name", "description", "team", "second_team", "third_team", "priority", "is_active"),
        references=SERVICE_REFERENCES,
    ),
    verb=set_up_service,
)
MAILBOXES = Setup(
    name="mailboxes",
    shape=Shape(
        model=Mailbox,
        rows=lambda: Mailbox.objects.select_related("team").order_by("address"),
        key="address",
        is_address=True,
        columns=("address", "name", "team", "acknowledges", "imap_host", "imap_port", "imap_security", "imap_folder",
                 "smtp_host", "smtp_port", "smtp_security", "login", "user", "oauth_token_url", "oauth_client_id",
                 "trusted_authserv_id", "is_active"),
        references={"team": "name"},
        secrets=("secret",),
    ),
    verb=set_up_mailbox,
)  # fmt: skip
ENTRANCES = Setup(
    name="entrances",
    shape=Shape(
        model=Entrance,
        rows=lambda: Entrance.objects.order_by("name"),
        key="name",
        columns=("name", "issuer", "client_id", "audience", "makes_people", "is_active"),
        lists={"domains": lambda row: list(row.domains)},
        secrets=("secret",),
    ),
    verb=set_up_entrance,
)
BLANK_REFERENCES = {
    "team": "name", "owner": "email", "priority": "code", "service": "name", "to_team": "name", "to_person": "email",
}  # fmt: skip
BLANKS = Setup(
    name="blanks",
    shape=Shape(
        model=Blank,
        rows=lambda: Blank.objects.select_related(*BLANK_REFERENCES).order_by("name", "pk"),
        key="name",
        columns=("name", "text", "team", "owner", "priority", "service", "kind", "to_team", "to_person", "to_me", "then",
                 "is_active"),
        references=BLANK_REFERENCES,
        lists={"tags": lambda row: list(row.tags)},
    ),
    verb=keep_blank,
    rule=rules.blank,
    shared=Q(owner=None),
)  # fmt: skip

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
WARNINGS = Setup(
    name="warnings",
    shape=Shape(model=WarningPlan, rows=plan_of_warnings, key="name", columns=("name", "steps")),
    verb=set_up_warnings,
    is_single=True,
)
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
RULE_REFERENCES = {"service": "name", "priority": "code", "to_team": "name", "to_person": "email"}
RULES = Setup(
    name="rules",
    shape=Shape(
        model=Rule,
        rows=lambda: Rule.objects.select_related(*RULE_REFERENCES).prefetch_related("watchers").order_by("order", "pk"),
        key="name",
        columns=("name", "order", "at_opening", "at_message", "at_change", "conditions", "service", "kind", "priority",
                 "to_team", "to_line", "to_person", "stops", "is_active"),
        references=RULE_REFERENCES,
        lists={"tags": lambda row: list(row.tags),
               "watchers": lambda row: sorted(one.email for one in row.watchers.all())},
        worded={"conditions": (conditions.told, conditions.meant)},
    ),
    verb=keep_rule,
)  # fmt: skip

POLICY_REFERENCES = {
    "organisation": "name", "support_level": "name", "service": "name", "priority": "code", "team": "name",
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

SETUPS = (
    PROVIDER,
    CALENDARS,
    PRIORITIES,
    SUPPORT_LEVELS,
    ORGANISATIONS,
    COLLEAGUES,
    TEAMS,
    SHIFTS,
    SERVICES,
    MAILBOXES,
    ENTRANCES,
    BLANKS,
    BREACH_REASONS,
    WARNINGS,
    MATRIX,
    RULES,
    POLICIES,
    VERSIONS,
)
BY_NAME = {setup.name: setup for setup in SETUPS}
NO_SUCH = _("This version of the desk knows no such settings.")
