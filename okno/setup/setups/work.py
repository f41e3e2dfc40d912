"""The settings of the work itself: services, prepared texts and macros, views of teams, rules of routing."""

from django.db.models import Q

from okno.automation import conditions
from okno.automation.actions.keep_rule import keep_rule
from okno.automation.models import Rule
from okno.catalog import approvals, questions
from okno.catalog.actions.set_up import set_up_field, set_up_service
from okno.catalog.actions.set_up_request_type import (
    parts_meant,
    parts_told,
    set_up_category,
    set_up_request_type,
)
from okno.catalog.models import Category, RequestType, Service, TicketField
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.actions.keep_view import set_up_view
from okno.desk.models import Blank, SavedView
from okno.setup import rules
from okno.setup.setups.setup import Setup
from okno.setup.shape import Shape

CATEGORIES = Setup(
    name="categories",
    shape=Shape(
        model=Category,
        rows=Category.objects.all,
        key="name",
        columns=("name", "name_en", "description", "description_en", "rank", "is_active"),
    ),
    verb=set_up_category,
)
SERVICE_REFERENCES = {
    "category": "name", "team": "name", "second_team": "name", "third_team": "name", "owner": "email",
    "priority": "code",
}  # fmt: skip
SERVICES = Setup(
    name="services",
    shape=Shape(
        model=Service,
        rows=lambda: Service.objects.select_related(*SERVICE_REFERENCES).order_by("name"),
        key="name",
        columns=(
            "name",
            "name_en",
            "description",
            "description_en",
            "category",
            "team",
            "second_team",
            "third_team",
            "owner",
            "priority",
            "is_active",
        ),
        references=SERVICE_REFERENCES,
    ),
    verb=set_up_service,
)
FIELDS = Setup(
    name="fields",
    shape=Shape(
        model=TicketField,
        rows=lambda: TicketField.objects.select_related("service"),
        key="name",
        columns=("name", "name_en", "kind", "choices", "choices_en", "service", "rank", "is_active"),
        references={"service": "name"},
        worded={
            "choices": (list, lambda given: questions.choices_meant(given) if given else []),
            "choices_en": (questions.names_meant, questions.names_meant),
        },
        is_unique=False,  # the verb knows that large and small letters are one
    ),
    verb=set_up_field,
    rule=rules.field,
)
REQUEST_REFERENCES = {
    "service": "name", "priority": "code", "team": "name", "organisation": "name", "support_level": "name",
}  # fmt: skip
REQUEST_TYPES = Setup(
    name="request-types",
    shape=Shape(
        model=RequestType,
        rows=lambda: RequestType.objects.select_related(*REQUEST_REFERENCES).order_by("rank", "name"),
        key="name",
        columns=("name", "name_en", "description", "description_en", "service", "rank", "kind", "priority", "team",
                 "organisation", "support_level",
                 "questions", "parts", "open_parts", "approval", "is_active"),
        references=REQUEST_REFERENCES,
        worded={"questions": (list, questions.meant), "parts": (parts_told, parts_meant),
                "approval": (approvals.told, approvals.meant)},
    ),
    verb=set_up_request_type,
    rule=rules.request_type,
)  # fmt: skip
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
RULE_REFERENCES = {"service": "name", "priority": "code", "to_team": "name", "to_person": "email"}
RULES = Setup(
    name="rules",
    shape=Shape(
        model=Rule,
        rows=lambda: Rule.objects.select_related(*RULE_REFERENCES).prefetch_related("watchers").order_by("order", "pk"),
        key="name",
        columns=("name", "order", "at_opening", "at_message", "at_change", "conditions", "service", "kind", "impact",
                 "urgency", "priority", "to_team", "to_line", "to_person", "stops", "is_active"),
        references=RULE_REFERENCES,
        lists={"tags": lambda row: list(row.tags),
               "watchers": lambda row: sorted(one.email for one in row.watchers.all())},
        worded={"conditions": (conditions.told, conditions.meant)},
    ),
    verb=keep_rule,
)  # fmt: skip
VIEWS = Setup(
    name="views",
    shape=Shape(
        model=SavedView,
        rows=lambda: SavedView.objects.select_related("team").order_by("team__name", "name"),
        key="name",
        within="team",
        columns=("team", "name", "query", "order", "icon", "is_active"),
        references={"team": "name"},
        lists={"columns": lambda row: list(row.columns)},
        is_unique=False,  # the verb says in words that the team has one of the name
    ),
    verb=set_up_view,
    rule=rules.view,
    shared=~Q(team=None),
)
