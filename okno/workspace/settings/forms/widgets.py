"""The form of a widget: on which sites it stands, how it looks, what it offers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.channels.models import Widget
from okno.setup.shape import Plain
from okno.sla.models import WorkCalendar
from okno.workspace.settings.kit import CALLED, Kit

Rows = list[dict[str, str]]


def _lines(label: Any, rows: int, help_text: Any) -> forms.CharField:
    attributes = {"rows": rows, "spellcheck": "false"}
    return forms.CharField(
        label=label, required=False, max_length=20_000, widget=forms.Textarea(attributes), help_text=help_text
    )


class WidgetForm(Kit):
    """A window of the desk on a site."""

    origins = _lines(
        _("Sites"),
        3,
        _("One a line, exactly as in the browser: https://romashka.ru and https://www.romashka.ru are two."),
    )
    links = _lines(_("Messengers"), 2, _("A name and an address in a line: Telegram https://t.me/romashka."))
    contexts = _lines(
        _("Answers by page"),
        3,
        _("A page and words in a line: /tills = till receipt. The longest beginning that fits counts."),
    )
    groups = (
        ("", "", ("name", "origins")),
        (
            _("What it offers"),
            _("Search in the answers for everyone comes first. What is closed now says when it opens."),
            ("has_chat", "has_form", "phone", "calendar", "links"),
        ),
        (
            _("Answers before anybody has typed"),
            _("The address of the page stays in the browser: the widget only sends the words that stand here."),
            ("contexts", "uses_title"),
        ),
        (_("Looks and words"), _("What is left empty is said in the usual words."),
         ("accent", "is_left", "title_ru", "title_en", "greeting_ru", "greeting_en")),
    )  # fmt: skip

    class Meta:
        model = Widget
        fields = ("name", "accent", "is_left", "title_ru", "title_en", "greeting_ru", "greeting_en", "has_chat",
                  "has_form", "phone", "calendar", "uses_title")  # fmt: skip
        labels = {
            "name": CALLED,
            "accent": _("Colour"),
            "is_left": _("In the left corner"),
            "title_ru": _("Title in Russian"),
            "title_en": _("Title in English"),
            "greeting_ru": _("Greeting in Russian"),
            "greeting_en": _("Greeting in English"),
            "has_chat": _("Chat"),
            "has_form": _("Form of a request"),
            "phone": _("Phone"),
            "calendar": _("Hours of the phone"),
            "uses_title": _("On other pages by the title of the page"),
        }
        help_texts = {
            "name": _("For you alone: which site it is."),
            "accent": _("Like #2b6cb0; empty: the colour of the desk."),
            "calendar": _("Without a calendar the phone is offered day and night."),
            "uses_title": _(
                "The title is sent to the desk as a search. Leave it out where titles name people."
            ),
        }
        widgets = {
            "accent": forms.TextInput({"placeholder": "#2b6cb0", "autocomplete": "off"}),
            "phone": forms.TextInput({"inputmode": "tel", "placeholder": "+7 495 123-45-67", "autocomplete": "off"}),
            "greeting_ru": forms.Textarea({"rows": 2}),
            "greeting_en": forms.Textarea({"rows": 2}),
        }  # fmt: skip

    def prepare(self) -> None:
        """Show lists as lines, and the calendars in use."""
        calendars = WorkCalendar.objects.filter(is_active=True) | WorkCalendar.objects.filter(
            pk=self.instance.calendar_id
        )
        self.fields["calendar"].queryset = calendars.order_by("name")  # type: ignore[attr-defined] # of rows
        self.initial["origins"] = "\n".join(self.instance.origins)
        self.initial["links"] = links_text(self.instance.links)
        self.initial["contexts"] = contexts_text(self.instance.contexts)

    def clean_origins(self) -> list[str]:
        """Return the lines."""
        return sorted({*self.cleaned_data["origins"].replace(",", " ").split()})

    def clean_links(self) -> Rows:
        """Return a name and an address for each line."""
        return [
            {"name": name.strip(), "url": url}
            for line in self.cleaned_data["links"].splitlines()
            if line.strip()
            for name, _space, url in [line.strip().rpartition(" ")]
        ]

    def clean_contexts(self) -> Rows:
        """Return a page and words for each line."""
        return [
            {"page": page.strip(), "words": words.strip()}
            for line in self.cleaned_data["contexts"].splitlines()
            if line.strip()
            for page, _sign, words in [line.partition("=")]
        ]

    def plain(self) -> Plain:
        """Return the widget; the lists are no rows of other tables."""
        lists = {name: self.cleaned_data[name] for name in ("origins", "links", "contexts")}
        return super().plain() | lists


def links_text(links: Rows) -> str:
    """Return the messengers as lines."""
    return "\n".join(f"{row['name']} {row['url']}" for row in links)


def contexts_text(contexts: Rows) -> str:
    """Return the words of pages as lines."""
    return "\n".join(f"{row['page']} = {row['words']}" for row in contexts)
