"""What the ways to a person ask of the chat."""

from django import template

from okno.core import clock
from okno.portal.chat import words

register = template.Library()


@register.simple_tag
def chat_words() -> str:
    """Return in a sentence whether somebody is at the chat, and how long one waits there."""
    return words.beforehand(clock.now())
