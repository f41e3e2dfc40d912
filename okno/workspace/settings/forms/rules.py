"""The form of a rule: when it is looked at, what must hold, what is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.automation.conditions import told
from okno.automation.models import Rule
from okno.catalog.models import Impact, Priority, Service, Urgency
from okno.desk.models import Kind
from okno.people.models import Line, Person, Team
from okno.setup.shape import Plain
from okno.workspace.settings.conditions import ConditionsField, shown
from okno.workspace.settings.forms.blanks import AS_IT_IS
from okno.workspace.settings.kit import CALLED, Kit

ROWS: dict[str, Any] = {"priority": Priority, "service": Service, "to_team": Team}


class RuleForm(Kit):
    """What the desk does by itself with tickets that fit."""

    conditions = ConditionsField(label=_("Conditions"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", AS_IT_IS), *Kind.choices], required=False)
    impact = forms.ChoiceField(
        label=_("Impact"),
        choices=[("", AS_IT_IS), *Impact.choices],
        required=False,
        help_text=_("The priority follows from impact and urgency by the matrix."),
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=[("", AS_IT_IS), *Urgency.choices], required=False
    )
    to_person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Owner"), required=False, empty_label=AS_IT_IS
    )
    tags = forms.CharField(
        label=_("Add tags"),
        required=False,
        max_length=2000,
        help_text=_("Several are written with commas between them."),
    )
    watchers = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who watches the ticket from then on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = (
        ("", "", ("name", "order")),
        (
            _("When"),
            _("A rule acts once for each of these moments, and what it does sets no other rule in motion."),
            ("at_opening", "at_message", "at_change"),
        ),
        (
            _("What must hold"),
            _("Nothing filled in: the rule fits every ticket. All groups must fit."),
            ("conditions",),
        ),
        (
            _("What is done"),
            _("All of it is optional. What a colleague has decided by hand stays as it is."),
            (
                "service",
                "kind",
                "impact",
                "urgency",
                "priority",
                "to_team",
                "to_line",
                "to_person",
                "tags",
                "watchers",
                "stops",
            ),
        ),
    )

    class Meta:
        model = Rule
        fields = ("name", "order", "at_opening", "at_message", "at_change", "service", "kind", "impact",
                  "urgency", "priority", "to_person", "to_team",
                  "to_line", "stops")  # fmt: skip
        labels = {
            "name": CALLED,
            "order": _("Place in the order"),
            "at_opening": _("When a ticket is opened"),
            "at_message": _("When the customer writes again"),
            "at_change": _("When a colleague changes the service or the priority"),
            "service": _("Service"),
            "priority": _("Priority"),
            "to_team": _("Hand over to the team"),
            "to_line": _("Or to the line"),
            "stops": _("Look at no further rules"),
        }
        help_texts = {
            "priority": _("Wins over the one by the matrix."),
            "order": _("Rules are looked at from small to large; a later one sees what an earlier one did."),
            "to_line": _("The team of the service on this line, or the only team there."),
        }

    def prepare(self) -> None:
        """Offer what is in use, and what is chosen already."""
        for name, model in ROWS.items():
            self.offer_in_use(name, model, none=AS_IT_IS)
        staff = Person.objects.staff()
        chosen = Person.objects.filter(pk=self.instance.to_person_id)
        self.offer("to_person", (staff | chosen).order_by("name", "pk"), none=AS_IT_IS)
        watchers = (
            Person.objects.filter(pk__in=self.instance.watchers.all()) if self.instance.pk else staff.none()
        )
        self.offer("watchers", (staff | watchers).order_by("name", "pk"))
        self.choose("to_line", [("", AS_IT_IS), *Line.choices])
        self.initial["tags"] = ", ".join(self.instance.tags)
        self.initial["conditions"] = shown(told(self.instance.conditions))
        self.initial["watchers"] = list(self.instance.watchers.all()) if self.instance.pk else []

    def plain(self) -> Plain:
        """Return the rule with its lists; the priority goes by its code, a line that was not chosen is none."""
        plain, priority = super().plain(), self.cleaned_data["priority"]
        return plain | {
            "conditions": self.cleaned_data["conditions"],
            "priority": priority.code if priority else None,
            "to_line": self.cleaned_data["to_line"] or None,
            "tags": self.cleaned_data["tags"].split(","),
        }

    def shown_groups(self) -> list[dict[str, Any]]:
        """Return the rows of the conditions, with empty ones to go on with."""
        field = self.fields["conditions"]
        assert isinstance(field, ConditionsField)
        return field.groups(self["conditions"].value())
