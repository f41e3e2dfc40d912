"""The steps about teams and those who work in them."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.channels.mail import relay
from okno.core.refusals import TooOften
from okno.people.actions.invite import invite, needs_password, password_address
from okno.people.models import Line, Person, Role
from okno.setup.actions.save import join_teams, save
from okno.setup.setups import COLLEAGUES, MAILBOXES, TEAMS
from okno.workspace.wizard import knowing
from okno.workspace.wizard.forms import StepForm, about

NAMES: Final = {
    Line.FIRST: _("First line"),
    Line.SECOND: _("Second line"),
    Line.THIRD: _("Third line"),
}
HINTS: Final = {
    Line.FIRST: _("Answers what it can at once, and hands over the rest."),
    Line.SECOND: _("Specialists: administrators, 1C, networks. Empty: there is no such line."),
    Line.THIRD: _("Developers and vendors. Empty: there is no such line."),
}
ROWS = 4


class TeamsStep(StepForm):
    """One team for each line of support, or for some of them."""

    mine = forms.BooleanField(
        label=_("I take requests up, too"), required=False, initial=True, help_text=_("You join the first line.")
    )  # fmt: skip

    def prepare(self) -> None:
        """Show the teams that there are; a new desk is offered names."""
        is_new = not knowing.has_teams()
        for line in Line:
            team = knowing.team(line)
            name = team.name if team else str(NAMES[line]) if is_new else ""
            self.fields[f"line_{line.value}"] = forms.CharField(
                label=capfirst(line.label), required=line is Line.FIRST, max_length=120, initial=name, help_text=HINTS[line]
            )  # fmt: skip
        self.order_fields([*(f"line_{line.value}" for line in Line), "mine"])
        if not is_new:
            first = knowing.first_line()
            self.initial["mine"] = bool(first and first.memberships.filter(person=self.by).exists())

    def keep(self) -> None:
        """Save the teams; letters that go to nobody yet go to the first line."""
        for line in Line:
            self._keep(line, self.cleaned_data[f"line_{line.value}"])
        first = knowing.first_line()
        assert first is not None, "its field is required"
        mine = {*self.by.teams.values_list("name", flat=True)} - {first.name}
        join_teams(self.by, sorted({*mine, first.name} if self.cleaned_data["mine"] else mine), by=self.by)
        mailbox = knowing.mailbox()
        if mailbox is not None and mailbox.team is None:
            save(MAILBOXES, mailbox, {"team": first.name}, by=self.by)

    def _keep(self, line: Line, name: str) -> None:
        team = knowing.team(line)
        with about(lambda _part: f"line_{line.value}"):
            if name:
                save(TEAMS, team, {"name": name, "line": line.value}, by=self.by)
            elif team is not None:
                save(TEAMS, team, {"is_active": False}, by=self.by)


class PeopleStep(StepForm):
    """The first colleagues: a line each."""

    def prepare(self) -> None:
        """Offer some empty lines."""
        lines = [
            ("", gettext("no team")),
            *((line.value, team.name) for line in Line if (team := knowing.team(line))),
        ]
        for number in range(1, ROWS + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name"), required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"})
            )  # fmt: skip
            self.fields[f"email_{number}"] = forms.EmailField(
                label=_("Mail address"), required=False, max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
            )  # fmt: skip
            self.fields[f"line_{number}"] = forms.ChoiceField(label=_("Team"), choices=lines, required=False)

    def rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Yield the lines with their fields."""
        for number in range(1, ROWS + 1):
            yield number, [self[f"{name}_{number}"] for name in ("name", "email", "line")]

    def known(self) -> list[tuple[Person, str]]:
        """Return those who are here already; where no letters leave, with the link to hand over for a first password."""
        by_hand = not relay.has_road()
        people = knowing.colleagues(self.by)
        return [(one, password_address(one) if by_hand and needs_password(one) else "") for one in people]

    def clean(self) -> dict[str, Any]:
        """A name needs an address, and an address a name."""
        told = self.cleaned_data
        for number in range(1, ROWS + 1):
            name, email = told.get(f"name_{number}"), told.get(f"email_{number}")
            if bool(name) != bool(email) and f"email_{number}" not in self.errors:
                missing = "email" if name else "name"
                self.add_error(f"{missing}_{number}", gettext("This field is required."))
        return told

    def keep(self) -> None:
        """Hire everybody who is named, and write to them where letters can leave."""
        can_write = relay.has_road()
        for number in range(1, ROWS + 1):
            if self.cleaned_data[f"email_{number}"]:
                self._hire(number, can_write=can_write)

    def _hire(self, number: int, *, can_write: bool) -> None:
        name, email, line = (self.cleaned_data[f"{part}_{number}"] for part in ("name", "email", "line"))
        plain = {"email": email, "name": name, "role": Role.AGENT.value, "language": self.by.language}
        with about(lambda part: f"{'name' if part == 'name' else 'email'}_{number}"):
            person, _change = save(COLLEAGUES, None, plain, by=self.by)
        if line and (team := knowing.team(int(line))):
            join_teams(person, [team.name], by=self.by)
        if can_write:
            try:
                invite(person, by=self.by)
            except TooOften:
                return  # he has got enough letters of this kind already
