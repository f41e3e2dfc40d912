"""What is done: services and what may be asked for, rules of routing, prepared texts, views."""

from typing import Any

from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from okno.automation.conditions import told
from okno.automation.deeds import deeds_of
from okno.catalog.models import TicketFieldKind
from okno.desk.blanks import sentence
from okno.desk.models import ViewColumn
from okno.people.models import Line
from okno.setup import setups
from okno.workspace.settings import conditions, promises, questions, steps
from okno.workspace.settings.forms.blanks import BlankForm
from okno.workspace.settings.forms.catalogue import ServiceForm
from okno.workspace.settings.forms.fields import FieldForm
from okno.workspace.settings.forms.loop import LoopForm, letters_text, meanings
from okno.workspace.settings.forms.requests import CategoryForm, RequestTypeForm
from okno.workspace.settings.forms.rules import RuleForm
from okno.workspace.settings.forms.views import TeamViewForm
from okno.workspace.settings.kit import Column, Section
from okno.workspace.settings.sections.words import names_of, priority_name


def _whose(blank: Any) -> str:
    if blank.owner_id:
        return gettext("personal")
    return gettext("team “%(name)s”") % {"name": blank.team} if blank.team else gettext("everybody")


def _deeds(blank: Any) -> str:
    return truncatechars(sentence(blank), 80)


def _seen_by(row: Any) -> str:
    return names_of(one for one in (row.organisation, row.support_level) if one) or gettext("everybody")


def _conditions(rule: Any) -> str:
    return truncatechars(conditions.sentence(told(rule.conditions)), 120)


def _done(rule: Any) -> str:
    return truncatechars(" · ".join(deed.words for deed in deeds_of(rule)), 120)


def _columns(names: list[str]) -> str:
    return names_of(ViewColumn(name).label for name in names)


def _field_kind(kind: str) -> str:
    return str(dict(TicketFieldKind.choices).get(kind, kind))


def _names_in_order(names: list[str]) -> str:
    return names_of(name or "—" for name in names)


def _line(number: int) -> str:
    return str(Line(number).label)


SECTIONS = (
    Section(
        setup=setups.CATEGORIES, form=CategoryForm, icon="list", name=_("Categories of services"),
        lead=_("The shelves of the catalogue: each service stands on one of them."),
        add=_("Add a category"), empty=_("There is no category yet: services stand in one row."),
        columns=(Column(_("Category"), str), Column(_("Place in the order"), lambda row: row.rank)),
        search=("name", "name_en"),
    ),
    Section(
        setup=setups.SERVICES, form=ServiceForm, icon="service", name=_("Services"),
        lead=_("What customers may ask about, and which team takes it up."),
        add=_("Add a service"), empty=_("There is no service yet. Begin with what you are asked about most."),
        columns=(Column(_("Service"), str), Column(_("Team"), lambda row: row.team or "—"),
                 Column(_("Description"), lambda row: truncatechars(row.explanation, 80))),
        search=("name", "name_en", "description", "description_en"), told={"priority": priority_name},
    ),
    Section(
        setup=setups.FIELDS, form=FieldForm, icon="text-cursor-input", name=_("Fields of tickets"),
        lead=_("What a ticket tells besides the usual: the number of the till, the day of delivery."),
        add=_("Add a field"), empty=_("There is no field yet. Colleagues give a ticket fields of its own all the same."),
        columns=(Column(_("Field"), str), Column(_("What stands in it"), lambda row: row.get_kind_display()),
                 Column(_("Service"), lambda row: row.service or "—")),
        search=("name",), told={"kind": _field_kind, "choices": names_of, "choices_en": _names_in_order},
    ),
    Section(
        setup=setups.REQUEST_TYPES, form=RequestTypeForm, icon="article", name=_("Request types"),
        lead=_("What customers may ask for on the portal, and the questions that are asked for it."),
        add=_("Add a request type"), empty=_("There is no request type yet. Begin with what is ordered every week."),
        columns=(Column(_("Request type"), str), Column(_("Service"), lambda row: row.service),
                 Column(_("Questions"), lambda row: len(row.questions)),
                 Column(pgettext_lazy("of a request type", "For whom"), _seen_by)),
        search=("name", "name_en", "description", "description_en"),
        told={"priority": priority_name, "kind": promises.kind_name, "questions": questions.told, "parts": questions.parts_told,
              "approval": steps.told},
        preview="workspace/settings/preview_side.html", stays=True,
    ),
    Section(
        setup=setups.RULES, form=RuleForm, icon="recorder", name=_("Rules"),
        lead=_("What the desk does by itself: which service, priority, team and line a ticket gets. From the first to the last."),
        add=_("Add a rule"), empty=_("There is no rule yet. Begin with the letters that somebody sorts by hand every day."),
        columns=(Column(_("Rule"), str), Column(_("Order"), lambda row: row.order),
                 Column(_("What must hold"), _conditions), Column(_("What is done"), _done)),
        search=("name",),
        told={"conditions": conditions.sentence, "priority": priority_name, "to_line": _line},
    ),
    Section(
        setup=setups.BLANKS, form=BlankForm, icon="blank", name=_("Blanks and macros"),
        lead=_("Replies to be completed by hand: your own, your team's, everybody's. A macro also does something besides."),
        add=_("Add a blank"), empty=_("There is no blank yet. Write down what you answer most often."),
        columns=(Column(_("Blank"), str), Column(pgettext_lazy("of a blank", "For whom"), _whose),
                 Column(_("Text"), lambda row: truncatechars(row.text, 60)), Column(_("Does besides"), _deeds)),
        search=("name", "text"),
        labels={"owner": _("Whose"), "team": _("Team"), "to_me": _("Taken by whoever uses it"), "to_person": _("Owner")},
        told={"priority": priority_name}, side="workspace/settings/blank_side.html",
    ),
    Section(
        setup=setups.LOOP, form=LoopForm, icon="send", name=_("Letters about requests"),
        lead=_("Of which steps a customer is told once, how approval is asked for, and the words. Answers are letters, too."),
        labels={"letters": _("Letters")}, told={"letters": letters_text},
        preview="workspace/settings/letters_side.html", side="workspace/settings/letters_names.html",
        beside=lambda _row: {"variables": meanings()}, stays=True,
    ),
    Section(
        setup=setups.VIEWS, form=TeamViewForm, icon="filter", name=_("Views of teams"),
        lead=_("Searches that stand at the left side of a whole team. Each one keeps views of his own there himself."),
        add=_("Add a view"), empty=_("There is no view yet. Leads share theirs, or add one here."),
        columns=(Column(_("View"), str), Column(_("Team"), lambda row: row.team), Column(_("Search"), lambda row: row.query)),
        search=("name", "query", "team__name"), told={"columns": _columns},
    ),
)  # fmt: skip
