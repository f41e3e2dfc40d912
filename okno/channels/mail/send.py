"""The mail door outwards: one delivery becomes one letter on the wire."""

from okno.channels.mail import letters
from okno.channels.mail.compose import compose
from okno.channels.mail.smtp import Answer, Connection
from okno.channels.models import Delivery


def send(delivery: Delivery, line: Connection) -> tuple[Answer, str]:
    """Write the letter and hand it over, return the answer and what there is to know; fails only as TryLater or Undeliverable."""
    facts = letters.facts_of(delivery)
    answer = line.send(facts.from_address, facts.to_address, compose(facts), utf8=facts.needs_utf8)
    return answer, facts.note
