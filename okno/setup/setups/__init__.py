"""Everything that is set up in a desk, in the order in which a file brings it in: what others rest on comes first."""

from django.utils.translation import gettext_lazy as _

from okno.setup.setups.community import COMMUNITY
from okno.setup.setups.company import (
    ASSETS,
    COLLEAGUES,
    CUSTOMERS,
    ORGANISATIONS,
    PROVIDER,
    PURPOSES,
    SHIFTS,
    SUPPORT_LEVELS,
    TEAMS,
)
from okno.setup.setups.doors import CHAT, ENTRANCES, MAILBOXES, MESSENGER, WIDGETS
from okno.setup.setups.knowledge import KNOWLEDGE_SECTIONS, OUTLINES, SYNONYMS
from okno.setup.setups.promises import (
    AGREEMENTS,
    BREACH_REASONS,
    CALENDARS,
    LOOP,
    MATRIX,
    POLICIES,
    PRIORITIES,
    VERSIONS,
    WARNINGS,
)
from okno.setup.setups.setup import Setup
from okno.setup.setups.work import BLANKS, CATEGORIES, REQUEST_TYPES, RULES, SERVICES, VIEWS

__all__ = [
    "AGREEMENTS",
    "ASSETS",
    "BLANKS",
    "BREACH_REASONS",
    "BY_NAME",
    "CALENDARS",
    "CATEGORIES",
    "CHAT",
    "COLLEAGUES",
    "COMMUNITY",
    "CUSTOMERS",
    "ENTRANCES",
    "KNOWLEDGE_SECTIONS",
    "LOOP",
    "MAILBOXES",
    "MATRIX",
    "MESSENGER",
    "NO_SUCH",
    "ORGANISATIONS",
    "OUTLINES",
    "POLICIES",
    "PRIORITIES",
    "PROVIDER",
    "PURPOSES",
    "REQUEST_TYPES",
    "RULES",
    "SERVICES",
    "SETUPS",
    "SHIFTS",
    "SUPPORT_LEVELS",
    "SYNONYMS",
    "TEAMS",
    "VERSIONS",
    "VIEWS",
    "WARNINGS",
    "WIDGETS",
    "Setup",
]

SETUPS = (
    PROVIDER,
    CALENDARS,
    PRIORITIES,
    SUPPORT_LEVELS,
    ORGANISATIONS,
    ASSETS,
    COLLEAGUES,
    CUSTOMERS,
    TEAMS,
    SHIFTS,
    CATEGORIES,
    SERVICES,
    REQUEST_TYPES,
    MAILBOXES,
    ENTRANCES,
    MESSENGER,
    CHAT,
    WIDGETS,
    PURPOSES,
    BLANKS,
    LOOP,
    VIEWS,
    BREACH_REASONS,
    WARNINGS,
    MATRIX,
    RULES,
    POLICIES,
    VERSIONS,
    AGREEMENTS,
    KNOWLEDGE_SECTIONS,
    SYNONYMS,
    OUTLINES,
    COMMUNITY,
)
BY_NAME = {setup.name: setup for setup in SETUPS}
NO_SUCH = _("This version of the desk knows no such settings.")
