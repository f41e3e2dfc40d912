"""The whole configuration as one file: out, looked at, and in."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from okno.core import clock
from okno.core.refusals import BadInput, Refusal
from okno.setup import access
from okno.setup.actions.bring_in import DeskHasChanged, Report, SomethingIsWrong, bring_in, difference
from okno.setup.file import BYTES_AT_MOST, export
from okno.workspace.doors import Request, go, room
from okno.workspace.settings.sections import BY_SLUG
from okno.workspace.settings.showing import differences, label
from okno.workspace.settings.views import page

SHOWN_AT_MOST = 300


class FileForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(
        label=gettext_lazy("File with settings"), widget=forms.FileInput({"accept": ".json,application/json"})
    )


@room("GET", "HEAD", "POST")
def configuration(request: Request) -> HttpResponse:
    """Offer the file, and show what another one would change: nothing is changed by looking."""
    access.require_administrator(request.user)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return page(request, "configuration.html", {"form": form})
    if not form.is_valid():
        return page(request, "configuration.html", {"form": form}, status=422)
    content = form.cleaned_data["file"].read(BYTES_AT_MOST + 1)
    try:
        report = difference(content, by=request.user)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return page(request, "configuration.html", {"form": form}, status=refusal.status)
    return page(request, "configuration.html", {"form": form, **_looked_at(report, content)})


@room()
def file(request: Request) -> HttpResponse:
    """Give the whole configuration as a download."""
    access.require_administrator(request.user)
    name = f"okno-settings-{clock.now():%Y-%m-%d}.json"
    return HttpResponse(
        export(),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@room("POST")
def bringing_in(request: Request) -> HttpResponse:
    """Bring in the file that was looked at, all of it or nothing."""
    access.require_administrator(request.user)
    content, mark = request.POST.get("content", "").encode("utf-8", "replace"), request.POST.get("mark", "")
    if not content or not mark:
        raise BadInput
    try:
        report = bring_in(content, by=request.user, mark=mark)
    except (SomethingIsWrong, DeskHasChanged) as refusal:
        context = {"form": FileForm(), "words": str(refusal), **_looked_at(refusal.facts["report"], content)}
        return page(request, "configuration.html", context, status=refusal.status)
    count = report.counts["added"] + report.counts["changed"]
    words = ngettext("%(count)d row was brought in.", "%(count)d rows were brought in.", count) % {
        "count": count
    }
    return go(
        request,
        reverse("workspace:settings_configuration"),
        words if count else _("Nothing had to be changed."),
    )


def _looked_at(report: Report, content: bytes) -> dict[str, object]:
    """Return the difference as the page shows it, and the file to bring in as it is."""
    told = []
    for one in report.told[:SHOWN_AT_MOST]:
        section = BY_SLUG[one.what]
        before = None if one.verdict == "added" else one.before
        wrong = [(label(section, name) if name else "", sentences) for name, sentences in one.wrong.items()]
        told.append((one, section, differences(section, before, one.after), wrong))
    return {
        "report": report,
        "told": told,
        "content": content.decode("utf-8-sig"),
        "shown_at_most": SHOWN_AT_MOST,
    }
