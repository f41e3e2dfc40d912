"""Of what one is told, by which ways, and when not: the matrix, quiet hours, the summary, the browsers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from okno.channels.messenger.line import bot_at_work
from okno.channels.models import Bot
from okno.core.refusals import Refusal
from okno.notify import access
from okno.notify.actions.choose import HOURS, choose
from okno.notify.kinds import Way
from okno.notify.models import Digest, Wishes
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around

_WEEK = [(number + 1, name) for number, name in WEEKDAYS.items()]


class WishesForm(forms.Form):
    """All of a person's wishes; the matrix is one box for each kind and way."""

    quiet_begins = forms.TimeField(label=_("Quiet from"), required=False)
    quiet_ends = forms.TimeField(label=_("Quiet until"), required=False)
    quiet_days = forms.TypedMultipleChoiceField(
        label=_("Whole days of quiet"),
        choices=_WEEK,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.ChoiceField(label=_("Summary by letter"), choices=Digest.choices)
    digest_hour = forms.TypedChoiceField(
        label=_("At what hour"), choices=[(hour, f"{hour}:00") for hour in HOURS], coerce=int
    )

    def __init__(self, data: Any, *, wishes: Wishes, ways: Sequence[Way]) -> None:
        super().__init__(data, initial={name: getattr(wishes, name) for name in _PLAIN})
        self.wishes, self.ways, self.kinds = wishes, ways, access.kinds_for(wishes.person)
        for name in ("quiet_begins", "quiet_ends"):
            self.fields[name].widget = forms.TimeInput({"type": "time"}, format="%H:%M")
        for kind in self.kinds:
            for way in ways:
                self.fields[f"{kind}.{way}"] = forms.BooleanField(
                    label=way.label, required=False, initial=way in wishes.ways(kind)
                )

    @property
    def matrix(self) -> list[dict[str, Any]]:
        """The rows of the table: each kind with its boxes."""
        return [
            {"kind": kind, "told": told, "boxes": [self[f"{kind}.{way}"] for way in self.ways]}
            for kind, told in self.kinds.items()
        ]

    def chosen(self) -> dict[str, Any]:
        """Return the wishes in the words of the verb; a way that is not shown stays as it is."""
        told = self.cleaned_data
        kept = {kind: self.wishes.ways(kind) - set(self.ways) for kind in self.kinds}
        ways = {
            kind: [way.value for way in Way if way in kept[kind] or told.get(f"{kind}.{way}")]
            for kind in self.kinds
        }
        return {"matrix": ways, **{name: told[name] for name in _PLAIN}}


_PLAIN = ("quiet_begins", "quiet_ends", "quiet_days", "digest", "digest_hour")


@room("GET", "HEAD", "POST")
def wishes(request: Request) -> HttpResponse:
    """Show what one is told of, and keep it as it was changed."""
    form = WishesForm(request.POST or None, wishes=access.wishes_of(request.user), ways=_ways(bot_at_work()))
    if request.method == "POST" and form.is_valid():
        try:
            choose(by=request.user, **form.chosen())
        except Refusal as refusal:
            form.add_error("quiet_begins", str(refusal))
        else:
            return go(request, reverse("workspace:wishes"), _("Saved."))
    return page(request, form=form, status=422 if request.method == "POST" else 200)


def page(
    request: Request, *, form: WishesForm | None = None, code: str = "", status: int = 200
) -> HttpResponse:
    """Show the page; with a code it says how one joins the messenger."""
    bot = bot_at_work()
    form = form or WishesForm(None, wishes=access.wishes_of(request.user), ways=_ways(bot))
    context = {
        "form": form,
        "ways": form.ways,
        "browsers": access.browsers_of(request.user),
        "bot": bot,
        "chat": access.chat_of(request.user),
        "code": code,
        "slug": "notifications",
        **around(request),
    }
    return render(request, "workspace/bell/wishes.html", context, status=status)


def _ways(bot: Bot | None) -> list[Way]:
    return [way for way in Way if way is not Way.MESSENGER or bot is not None]
