"""The letter by which somebody is asked whether he would recommend us, in his language."""

from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from okno.feedback import links
from okno.feedback.models import Invitation
from okno.people.provider import ours

SCORES = range(11)


def question(invitation: Invitation) -> dict[str, object]:
    """Return the letter in plain words: eleven links, each of which opens a page and counts nothing by itself."""
    with override(invitation.person.language):
        link = links.make(invitation)
        context = {
            "company": str(ours()),
            "words": invitation.wave.words,
            "days": invitation.wave.days,
            "link": link,
            "scores": [(score, f"{link}?score={score}") for score in SCORES],
            "language": get_language(),
        }
        return {
            "subject": _("Would you recommend us? One question"),
            "text": render_to_string("feedback/mail/question.txt", context),
            "html": render_to_string("feedback/mail/question.html", context),
            "answers": True,
        }
