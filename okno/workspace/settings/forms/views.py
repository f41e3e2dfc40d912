"""The form of a team's view: a search under a name, for all who work in the team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.desk.models import SavedView, ViewColumn
from okno.people.models import Team
from okno.workspace.settings.kit import CALLED, Kit


class TeamViewForm(Kit):
    """A search that stands at the left side of a whole team."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=ViewColumn.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "With columns the view is a table on a wide screen, without them a list like the others. The subject is always there."
        ),
    )
    groups = (("", "", ("name", "team", "query", "order", "icon", "columns")),)

    class Meta:
        model = SavedView
        fields = ("name", "team", "query", "order", "icon")
        labels = {"name": CALLED}
        help_texts = {"query": _("As in the search: status:open team:…, words, “exact words”, -without")}

    def prepare(self) -> None:
        """Offer the teams in use; a view of nobody's team is a person's own, and is kept beside his queues."""
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField), "as the model has it"
        team.queryset, team.empty_label, team.required = Team.objects.filter(is_active=True), None, True
        self.initial.setdefault("columns", list(self.instance.columns))
        self.initial["columns"] = list(self.instance.columns)

    def clean_columns(self) -> list[str]:
        """Keep the order in which the columns stood; what is new comes after them."""
        chosen = self.cleaned_data["columns"]
        stood = [name for name in self.instance.columns if name in chosen]
        return stood + [name for name in chosen if name not in stood]
