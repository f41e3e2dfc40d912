"""What the widget says by itself, in the reader's language; `%s` is filled in by the script."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from okno.desk.models.rating import Stars

WORDS: Final[dict[str, Promise]] = {
    "back": _("Back"),
    "close": _("Close"),
    "loading": _("Loading…"),
    "no_line": _("The desk does not answer. What you wrote is still here; please try again in a moment."),
    "failed": _("Something went wrong. What you wrote is still here; please try again."),
    # the beginning
    "what_happened": _("What happened?"),
    "ways": _("Ways to reach us"),
    "perhaps": _("Perhaps you are looking for:"),
    "answers": _("Answers"),
    "instead": _("Found for “%s”."),
    "nothing": _("Nothing like that is found. Ask us: people answer here."),
    "chat": pgettext_lazy("talking in a window", "Chat"),
    "chat_goes_on": _("Your conversation goes on"),
    "form": _("Write to us"),
    "form_hint": _("We answer by mail"),
    "open_now": _("Somebody is there now"),
    "open_until": _("Open until %s"),
    "opens_at": _("Closed now, opens %s"),
    "closed_now": _("Closed now"),
    # an answer
    "answer": pgettext_lazy("of the knowledge", "Answer"),
    "did_it_help": _("Did it help?"),
    "yes": _("Yes"),
    "no": _("No, I want to ask"),
    "guide_changed": _("This guide has changed in the meantime; please begin once more."),
    "glad": _("Thank you, we are glad."),
    "picture": _("Picture"),
    # a question of the community
    "community": _("Community question"),
    "is_solved": _("Solved"),
    "solution": _("This solved it"),
    "support": _("Support"),
    "in_community": _("Open it in the community"),
    # a request
    "your_name": _("Your name (if you like)"),
    "your_email": _("Mail address"),
    "add_files": _("Add files"),
    "files_again": _("Your words are still here; please add your files again."),
    "remove": _("Remove “%s”"),
    "too_large": _("“%s” is too large: a file may have %s MB."),
    "agree": _("I agree: %s"),
    "read_text": _("Read the text"),
    "about": _("Tell which page I am on, my browser and the last errors of the page"),
    "about_what": _("What exactly is told"),
    "send": _("Send"),
    "received": _("Received"),
    "number": _("Your request has the number %s."),
    "answer_to": _("We answer to %s."),
    "answer_comes": _("We answer you as soon as we can."),
    "to_beginning": _("To the beginning"),
    # the chat
    "email_if_left": _("Mail address, in case you leave (if you like)"),
    "begin_chat": _("Begin the chat"),
    "say_something": _("Please write something first."),
    "needs_consent": _("Without this consent we cannot take the request."),
    "message": pgettext_lazy("words of a chat", "Message"),
    "typing": _("We are writing…"),
    "read": pgettext_lazy("by us", "Read"),
    "unread": _("There is an answer in the chat"),
    "end_chat": _("End the chat"),
    "chat_over": _("The chat is over."),
    "new_chat": _("Begin a new one"),
    "solved": _("Is it solved?"),
    "solved_yes": _("Yes, solved"),
    "solved_no": _("No, not yet"),
    "rate": _("How did we help you?"),
    "rated": _("Thank you for the rating!"),
    "rate_words": _("Would you like to add a few words?"),
    "stars": _("%s of 5: %s"),
    "save": _("Save"),
    "by_mail": _("Go on by mail"),
    "mail_why": _("Are you leaving? Name an address, and the answer comes by mail."),
    "mail_goes_to": _("If you leave, the answer comes to %s."),
}


def words() -> dict[str, str]:
    """Return all of it in the language of the moment."""
    stars = {f"star_{one.value}": str(one.label) for one in Stars}
    return {name: str(said) for name, said in WORDS.items()} | stars
