from dataclasses import replace

from django.db import transaction

from okno.catalog.answers import Answers, as_text, name_of
from okno.catalog.approvals import applying
from okno.catalog.models import FormVersion
from okno.desk.actions._request import heard_as, open_parts
from okno.desk.actions.ask_approval import ask_for_approval
from okno.desk.actions.hear import Heard
from okno.desk.models import FilledForm, Message
from okno.people.models import Person


@transaction.atomic
def request(version: FormVersion, answers: Answers, heard: Heard, *, by: Person) -> Message:
    """Open what is asked for by a form, by the same road as every other request; the same key is heard once.

    `answers` are checked ones, and say it: they are the text of the message and are kept beside the ticket with the version
    of the form. Where the type wants approval, those who decide are asked; else parts of the request whose conditions hold
    are opened with it, each for its team.
    """
    asked, about = version.request_type, name_of(version.questions, answers)
    heard = replace(heard, text=as_text(version.questions, answers))
    message = heard_as(asked, str(asked), about, heard, by=by, team=asked.team)
    whole = message.ticket
    if FilledForm.objects.filter(ticket=whole).exists():
        return message
    FilledForm.objects.create(ticket=whole, version=version, answers=answers, by=by, at=heard.at)
    if steps := applying(asked.approval, answers):
        ask_for_approval(whole, steps, by=by, at=heard.at, is_of_form=True)
        whole.refresh_from_db()
    else:
        open_parts(whole, at=heard.at)
    return message
