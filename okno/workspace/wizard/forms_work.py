"""The steps about hours and about mail."""

from datetime import time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from okno.catalog.actions.found import HOURS, WEEKDAYS, production_days
from okno.channels.models.mailbox import Security
from okno.people.provider import ours
from okno.setup.actions.save import save
from okno.setup.setups import CALENDARS, MAILBOXES
from okno.setup.shape import Plain
from okno.workspace.settings.forms.catalogue import LONG_DAYS
from okno.workspace.settings.hours import week_text
from okno.workspace.wizard import knowing
from okno.workspace.wizard.forms import StepForm

KEPT, OFFICE, OWN, ALWAYS = "kept", "office", "own", "always"
# Where the mailboxes of these domains live: (IMAP, SMTP). Both by TLS from the first byte.
PROVIDERS: Final = {
    **dict.fromkeys(("yandex.ru", "ya.ru", "yandex.com"), ("imap.yandex.ru", "smtp.yandex.ru")),
    **dict.fromkeys(("mail.ru", "inbox.ru", "list.ru", "bk.ru", "internet.ru"), ("imap.mail.ru", "smtp.mail.ru")),
    "rambler.ru": ("imap.rambler.ru", "smtp.rambler.ru"),
    "gmail.com": ("imap.gmail.com", "smtp.gmail.com"),
}  # fmt: skip
NO_DAYS: Final[Plain] = {"holidays": [], "exceptions": {}, "names": {}, "production": {}}
# Ports that speak TLS from the first byte; the others begin in the clear and change over.
IMPLICIT = {
    993,
    465,
}


class HoursStep(StepForm):
    """When the desk works."""

    parts = {"week": "end"}
    hours = forms.ChoiceField(
        label=pgettext_lazy("of work", "Hours"),
        widget=forms.RadioSelect,
        choices=[
            (KEPT, ""),
            (OFFICE, _("Monday to Friday, 9 to 18")),
            (OWN, _("Other hours")),
            (ALWAYS, _("Day and night, every day")),
        ],
    )
    days = forms.MultipleChoiceField(
        label=_("Days of work"), choices=list(LONG_DAYS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )  # fmt: skip
    begin = forms.TimeField(
        label=pgettext_lazy("of work", "From"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        required=False,
    )
    end = forms.TimeField(
        label=pgettext_lazy("of work", "To"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        required=False,
    )
    russia = forms.BooleanField(
        label=_("Days off and short days by the production calendar of Russia"), required=False
    )

    def prepare(self) -> None:
        """Show the hours as they are; such as somebody has chosen, or no field can hold, may stay as they are."""
        calendar = knowing.calendar()
        days = [calendar.week[day] for day in calendar.week]
        is_simple = bool(days) and len(days[0]) == 1 and all(hours == days[0] for hours in days)
        begin, end = days[0][0] if is_simple else HOURS[0]
        is_office = calendar.week == dict.fromkeys(WEEKDAYS, HOURS)
        may_stay = knowing.has_own_hours(calendar) or not (is_simple or calendar.is_always)
        field = self.fields["hours"]
        assert isinstance(field, forms.ChoiceField)
        now = gettext("day and night") if calendar.is_always else week_text(calendar.week)
        stays = [(KEPT, gettext("As now: %(hours)s") % {"hours": now})] if may_stay else []
        field.choices = [*stays, *list(field.choices)[1:]]  # type: ignore[arg-type] # pairs, none of them a group
        self.initial = {
            "hours": KEPT if may_stay else ALWAYS if calendar.is_always else OFFICE if is_office else OWN,
            "days": list(calendar.week) or list(WEEKDAYS),
            "begin": time.fromisoformat(begin),
            "end": time.fromisoformat(end) if end != "24:00" else time(0),
            "russia": bool(calendar.holidays),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for days and times where they are one's own."""
        told = self.cleaned_data
        if told.get("hours") == OWN:
            for name in ("days", "begin", "end"):
                if not told.get(name) and told.get(name) != time(0):
                    self.add_error(name, gettext("This field is required."))
        return told

    def keep(self) -> None:
        """Save the calendar by which ordinary tickets count."""
        if self.cleaned_data["hours"] != KEPT:
            save(CALENDARS, knowing.calendar(), self._plain(), by=self.by)

    def _plain(self) -> Plain:
        told = self.cleaned_data
        if told["hours"] == ALWAYS:
            return {"is_always": True}
        week = dict.fromkeys(WEEKDAYS, HOURS)
        if told["hours"] == OWN:
            end = "24:00" if told["end"] == time(0) else f"{told['end']:%H:%M}"
            week = {day: [[f"{told['begin']:%H:%M}", end]] for day in told["days"]}
        known = production_days(week) if told["russia"] else NO_DAYS
        return {"is_always": False, "week": week, **known}


class MailStep(StepForm):
    """One mailbox: enough to begin with. Everything else about it is in the settings."""

    parts = {"imap_security": "imap_port", "smtp_security": "smtp_port", "secret": "password"}
    address = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password of the mailbox"),
        required=False,
        max_length=4000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Yandex, Mail.ru and Gmail want a password for applications; it is made in the settings of the mailbox."),
    )  # fmt: skip
    imap_host = forms.CharField(
        label=_("Server of incoming letters (IMAP)"),
        required=False,
        max_length=253,
        widget=forms.TextInput({"placeholder": "imap.yandex.ru", "list": "imap-hosts", "spellcheck": "false"}),
        help_text=_("For well-known providers the desk fills in the servers itself."),
    )  # fmt: skip
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    smtp_host = forms.CharField(
        label=_("Server of outgoing letters (SMTP)"),
        required=False,
        max_length=253,
        widget=forms.TextInput({"placeholder": "smtp.yandex.ru", "list": "smtp-hosts", "spellcheck": "false"}),
    )  # fmt: skip
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)

    def prepare(self) -> None:
        """Show the mailbox that there is; of its password the page knows only that there is one."""
        if mailbox := knowing.mailbox():
            names = ("address", "imap_host", "imap_port", "smtp_host", "smtp_port")
            self.initial = {name: getattr(mailbox, name) for name in names}
            if mailbox.secret:
                self.fields["password"].widget.attrs["placeholder"] = "••••••••"

    def clean(self) -> dict[str, Any]:
        """Fill in the servers of a provider whom everybody knows."""
        told = self.cleaned_data
        known = PROVIDERS.get(told.get("address", "").rpartition("@")[2].lower())
        if known and not told.get("imap_host") and not told.get("smtp_host"):
            told |= {"imap_host": known[0], "smtp_host": known[1], "imap_port": 993, "smtp_port": 465}
        return told

    def keep(self) -> None:
        """Save the mailbox; its letters go to the first line where there is one."""
        told, mailbox, team = self.cleaned_data, knowing.mailbox(), knowing.first_line()
        plain = {name: value for name, value in told.items() if name != "password"}
        for side in ("imap", "smtp"):
            port = f"{side}_port"
            if (
                mailbox is None or getattr(mailbox, port) != told[port]
            ):  # else it is encrypted as somebody has chosen
                plain[f"{side}_security"] = Security.TLS if told[port] in IMPLICIT else Security.STARTTLS
        if told["password"]:
            plain["secret"] = told["password"]
        if mailbox is None:
            plain |= {"name": str(ours()), "team": team.name if team else None}
        save(MAILBOXES, mailbox, plain, by=self.by)
