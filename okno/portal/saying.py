"""From a form to a message: files are kept, and the same form sent twice is heard once."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings

from okno.catalog.answers import as_text
from okno.core import clock, files, throttle
from okno.desk.actions.close import reopen
from okno.desk.actions.hear import Heard, NewFile, hear
from okno.desk.actions.request import request
from okno.desk.models import Message, Ticket
from okno.people.models import Person
from okno.portal import keeping
from okno.portal.forms import RequestForm, Written

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MESSAGES_AT_MOST, FILES_AT_MOST, IN_SECONDS = 30, 60, 600


def say(
    form: Written, person: Person, ticket: Ticket | None, *, door: str = "portal", doubts: Sequence[str] = ()
) -> Message:
    """Hear what was written in a valid form: in this ticket, or as a new one. Raises TooOften."""
    said = form.cleaned_data
    heard = replace(_heard(form, person, said["text"]), door=door, doubts=doubts)
    return hear(heard, by=person, ticket=ticket, service=said.get("service"))


def ask(form: RequestForm, person: Person) -> Message:
    """Hear what was answered in a valid form of a request type. Raises TooOften."""
    answers = form.checked.answers
    heard = _heard(form, person, as_text(form.version.questions, answers))
    return request(form.version, answers, heard, by=person)


def _heard(form: Written, person: Person, text: str) -> Heard:
    throttle.at_most(MESSAGES_AT_MOST, IN_SECONDS, "portal", str(person.pk))
    said = form.cleaned_data
    before = [replace(one.new, alt=form.data.get(f"alt-{one.mark}", "")) for one in said.get("kept", [])]
    kept = [*before, *(keeping.keep(file).new for file in said.get("attached", []))]
    return Heard(
        text=text,
        subject=said.get("subject", ""),
        files=kept,
        at=clock.now(),
        key=_key(said["key"], text, kept) if said["key"] else "",
        door="portal",
        wish=said.get("wish", ""),
    )


def keep_file(file: "UploadedFile[Any]", person: Person) -> keeping.Kept:
    """Keep a file whose words are still being written. Raises TooOften or FileTooLarge."""
    if (file.size or 0) > settings.MAX_FILE_BYTES:
        raise files.FileTooLarge
    throttle.at_most(FILES_AT_MOST, IN_SECONDS, "portal-files", str(person.pk))
    return keeping.keep(file)


def keep_files(form: Written, person: Person) -> None:
    """Keep the files of a form in which something is wrong. Raises TooOften."""
    if form.files:
        throttle.at_most(FILES_AT_MOST, IN_SECONDS, "portal-files", str(person.pk))
    form.keep_files()


def say_again(form: Written, person: Person, ticket: Ticket) -> Message:
    """Hear what is still wrong, and take the ticket up again whatever the words are."""
    message = say(form, person, ticket)
    reopen(message.ticket, by=person)
    return message


def _key(mark: str, text: str, kept: list[NewFile]) -> str:
    """Other words under the same mark (a page that was gone back to) are another message and must not be lost."""
    whole = "\0".join([mark, text, *(new.file.sha256 for new in kept)])
    return hashlib.sha256(whole.encode()).hexdigest()[:40]
