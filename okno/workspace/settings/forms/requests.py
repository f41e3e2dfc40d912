"""Forms about what customers may ask for: categories, and request types with their questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as plain_gettext
from django.utils.translation import gettext_lazy as _

from okno.catalog.actions.set_up_request_type import parts_told
from okno.catalog.models import Category, Priority, RequestType, Service, WhenOpen
from okno.desk.models import Kind
from okno.people.models import Organisation, SupportLevel, Team
from okno.setup.shape import Plain
from okno.workspace.settings import steps
from okno.workspace.settings.kit import CALLED, FOR_READERS, IN_ENGLISH, LABELS_EN, OF_BOTH, Kit
from okno.workspace.settings.questions import PartsField, QuestionsField, preview, shown
from okno.workspace.settings.steps import StepsField

ROWS: dict[str, Any] = {
    "service": Service,
    "priority": Priority,
    "team": Team,
    "organisation": Organisation,
    "support_level": SupportLevel,
}
OF_SERVICE = _("as the service says")
EVERYBODY = _("everybody")


class CategoryForm(Kit):
    """A shelf of the catalogue."""

    groups = (("", "", ("name", "description", "rank")), (IN_ENGLISH, FOR_READERS, OF_BOTH))

    class Meta:
        model = Category
        fields = ("name", "description", "rank", *OF_BOTH)
        labels = {
            "name": CALLED,
            "description": _("Description"),
            "rank": _("Place in the order"),
            **LABELS_EN,
        }
        help_texts = {
            "description": _("Customers read it in the catalogue."),
            "rank": _("The smallest number stands first."),
        }
        widgets = {
            "description": forms.Textarea({"rows": 2}),
            "description_en": forms.Textarea({"rows": 2}),
        }


class RequestTypeForm(Kit):
    """What may be asked for, and what has to be told for it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *Kind.choices], required=False)
    questions = QuestionsField(label=_("Questions"), required=False)
    parts = PartsField(label=_("Further tickets"), required=False)
    approval = StepsField(label=_("Approval"), required=False)
    groups = (
        ("", "", ("name", "description", "service", "rank")),
        (
            _("Questions of the form"),
            _("Ask only what is needed. Old requests keep the form that was asked then."),
            ("questions",),
        ),
        (_("What becomes of it"), "", ("kind", "priority", "team")),
        (
            _("Further tickets"),
            _("One request may open several tickets at once; it is solved when all of them are."),
            ("parts", "open_parts"),
        ),
        (
            _("Approval before the work"),
            _(
                "Step after step; whoever is asked decides by a link from a letter. One refusal ends the request. "
                "Managers and owners are those of the moment; nobody decides about a request of his own."
            ),
            ("approval",),
        ),
        (_("Who sees it"), _("Both chosen: both must hold."), ("organisation", "support_level")),
        (IN_ENGLISH, FOR_READERS, OF_BOTH),
    )

    class Meta:
        model = RequestType
        fields = (
            "name",
            "description",
            "service",
            "rank",
            "priority",
            "team",
            "open_parts",
            "organisation",
            "support_level",
            *OF_BOTH,
        )
        labels = {
            "name": CALLED,
            "description": _("Description"),
            "service": _("Service"),
            "rank": _("Place in the order"),
            "priority": _("Priority"),
            "team": _("Team"),
            "open_parts": _("When the request is closed while some of them are open"),
            "organisation": _("Organisation"),
            "support_level": _("Support level"),
            **LABELS_EN,
        }
        help_texts = {
            "name": _("As customers would say it: “New colleague”, “The till does not print”."),
            "rank": _("The smallest number stands first."),
        }
        widgets = {
            "description": forms.Textarea({"rows": 2}),
            "description_en": forms.Textarea({"rows": 2}),
        }

    def prepare(self) -> None:
        """Offer what is in use, and what is chosen already; a new form begins with one question."""
        for name, model in ROWS.items():
            none = OF_SERVICE if name in ("priority", "team") else EVERYBODY
            self.offer_in_use(name, model, none=none)
        self.fields["open_parts"].required = False  # nothing said: the whole waits
        row = self.instance
        first = {"kind": "long", "label": plain_gettext("What is it about?"), "required": True, "key": "q1"}
        self.initial["questions"] = shown(row.questions if row.pk else [first])
        self.initial["parts"] = shown(parts_told(row.parts))
        self.initial["approval"] = steps.shown(row.approval)
        self.initial["kind"] = row.kind

    def plain(self) -> Plain:
        """Return the type; its priority goes by its code."""
        priority = self.cleaned_data["priority"]
        return super().plain() | {
            "priority": priority.code if priority else None,
            "open_parts": self.cleaned_data["open_parts"] or WhenOpen.WAIT.value,
        }

    def question_rows(self) -> list[dict[str, Any]]:
        """Return the rows of the questions."""
        field = self.fields["questions"]
        assert isinstance(field, QuestionsField)
        return field.rows(self["questions"].value())

    def part_rows(self) -> list[dict[str, Any]]:
        """Return the rows of the further tickets."""
        field = self.fields["parts"]
        assert isinstance(field, PartsField)
        return field.rows(self["parts"].value())

    def step_rows(self) -> list[dict[str, Any]]:
        """Return the rows of the steps of approval."""
        field = self.fields["approval"]
        assert isinstance(field, StepsField)
        return field.rows(self["approval"].value())

    def preview(self) -> dict[str, Any]:
        """Return the questions as customers will see them, and what comes after “Send”."""
        field, approval = self.fields["questions"], self.fields["approval"]
        assert isinstance(field, QuestionsField)
        assert isinstance(approval, StepsField)
        questions = field.clean(self["questions"].value())
        return preview(questions) | steps.after_send(approval.clean(self["approval"].value()), questions)

    def known_questions(self) -> list[tuple[str, str]]:
        """Return the questions about which conditions can speak."""
        return [(row["key"], row["label"]) for row in self.question_rows() if row["label"]]
