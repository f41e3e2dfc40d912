"""Articles out of files and into one: what will come is shown first, then it is brought in as drafts."""

import tempfile
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from okno.core import files, throttle
from okno.core.pieces import FileInPieces
from okno.core.refusals import BadInput, TooMuch
from okno.core.scanning import Reader
from okno.knowledge import access
from okno.knowledge.actions.bring_in import Coming, bring_in, looked_at
from okno.knowledge.models import Audience
from okno.knowledge.papers import writing
from okno.knowledge.papers.reading import opened, papers
from okno.people.models import Person
from okno.workspace.doors import Request, room
from okno.workspace.queues.views import around

ARTICLES_AT_MOST = 300  # of one upload; the command of the desk takes more
FILES_AT_MOST, IN_SECONDS = 10, 600
IN_MEMORY = 10 * 2**20
STANDS = timedelta(hours=6)
_SALT = "okno.workspace.papers"


class FileForm(forms.Form):
    """A file, and who may read what comes out of it."""

    file = forms.FileField(label=_("File or archive"), max_length=1000)
    audience = forms.ChoiceField(
        label=_("Who may read it, where a file does not say"),
        choices=[(value, label) for value, label in Audience.choices if value != Audience.ORGANISATION],
        initial=Audience.STAFF,
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("kept")  # it was handed over before


@room("GET", "HEAD", "POST")
def bringing(request: Request) -> HttpResponse:
    """Take a file and show what will come of it; take the consent to that and make the drafts."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, context = FileForm(*given), dict[str, Any]()
    if form.is_valid():
        throttle.at_most(FILES_AT_MOST * 3, IN_SECONDS, "articles-in", str(request.user.pk))
        try:
            context = _taken(form, request.user)
        except (BadInput, TooMuch) as refusal:
            form.add_error("file", str(refusal))
    context |= {"form": form, "slug": "knowledge", "at_most": ARTICLES_AT_MOST}
    status = 422 if form.errors else 200
    return render(request, "workspace/knowledge/import.html", context | around(request), status=status)


@room()
def archive(request: Request) -> HttpResponseBase:
    """Give all articles with their pictures as one archive."""
    throttle.at_most(FILES_AT_MOST, IN_SECONDS, "articles-out", str(request.user.pk))
    stream = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    writing.write(access.articles_to_take(request.user).iterator(100), stream)
    stream.seek(0)
    name = f"{timezone.localdate():%Y-%m-%d} articles.zip"
    return FileInPieces(stream, as_attachment=True, filename=name, content_type="application/zip")


def _taken(form: FileForm, person: Person) -> dict[str, Any]:
    """Return what the page shows: what will come, with a reference to the file, or what has come."""
    said = form.cleaned_data
    if said["kept"] and not said["file"]:
        name, content = _found(said["kept"], person)
        come = bring_in(
            papers(opened(name, content), at_most=ARTICLES_AT_MOST), by=person, audience=said["audience"]
        )
        return {"come": come, "said": _said(come)}
    file = said["file"]
    if file.size > settings.MAX_FILE_BYTES:
        raise files.FileTooLarge
    content, name = file.read(), files.safe_name(file.name or "")
    coming = looked_at(papers(opened(name, content), at_most=ARTICLES_AT_MOST))
    kept = signing.dumps([files.keep(content).sha256, name, person.pk], salt=_SALT)
    return {"coming": coming, "kept": kept, "is_any": any(not one.why_not for one in coming)}


def _found(sign: str, person: Person) -> tuple[str, bytes]:
    """Return the file that was shown to this very person; raises BadInput where it is too long ago."""
    try:
        digest, name, whose = signing.loads(sign, salt=_SALT, max_age=STANDS)
        kept = files.kept(digest) if whose == person.pk else None
    except (signing.BadSignature, TypeError, ValueError):
        kept = None
    if kept is None:
        raise BadInput(_("Please choose the file once more: it was shown too long ago."))
    return name, files.read(kept, Reader.AUTHOR)


def _said(come: list[Coming]) -> str:
    count = sum(one.article is not None for one in come)
    return ngettext("%(count)d draft is there.", "%(count)d drafts are there.", count) % {"count": count}
