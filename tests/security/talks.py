"""A chat for the proofs: the requester's, logged in, with a file; the agent has answered."""

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import book, talk, visitors
from okno.core import files
from okno.desk.actions.hear import NewFile
from okno.desk.actions.reply import reply
from okno.people.models import Person


def chat(requester: Person, agent: Person) -> str:
    """Make the chat through the verbs; return the signed reference of its file."""
    desk = the_chat_desk().get()
    desk.is_active = True
    set_up_chat(desk)
    visitor = visitors.logged_in(requester)
    paper = files.keep(b"plain words")
    message = talk.begin(visitor, "Касса молчит", key="k", files=[NewFile(file=paper, name="words.txt")])
    reply(message.ticket, "Смотрю", by=agent)
    chat = book.chat_of(visitor)
    assert chat is not None
    return book.sign_of(chat, message.attachments.get())
