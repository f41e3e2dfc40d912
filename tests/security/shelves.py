"""Articles for the proofs: `open` is for the requester's organisation, `foreign` for every customer, `closed` for colleagues."""

from okno.core import clock
from okno.desk.models import Ticket
from okno.knowledge.actions.describe import About
from okno.knowledge.actions.illustrate import illustrate
from okno.knowledge.actions.publish import publish
from okno.knowledge.actions.review import ask_review, send_back
from okno.knowledge.actions.start import start
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.actions.write import write
from okno.knowledge.models import Article, Form, Gap, GapKind, GapTicket
from okno.people.models import Organisation, Person
from tests.portal.canary import PICTURE


def shelve(organisation: Organisation, author: Person, lead: Person, reader: Person) -> dict[str, Article]:
    """Make the articles through the verbs, each with a picture, a draft after its version, and a reader's no."""
    audiences = {
        "open": {"audience": "organisation", "organisation": organisation},
        "foreign": {"audience": "customers"},
        "closed": {"audience": "staff"},
    }
    steps = "# Горит?\n- Да → решено\n- Нет → спросить"
    guide = start("По шагам", steps, About(owner=author, audience="staff"), by=author, form=Form.GUIDE)
    illustrate(guide, "steps.png", PICTURE)
    publish(guide, by=lead)
    told = {name: _article(name, author, lead, reader, **about) for name, about in audiences.items()}
    return told | {"guide": guide}


def miss(ticket: Ticket) -> None:
    """Let the knowledge have no answer to what this ticket asks."""
    gap = Gap.objects.create(
        kind=GapKind.TICKETS, name=ticket.subject, ticket=ticket, times=1, minutes=10, found_at=clock.now()
    )
    GapTicket.objects.create(gap=gap, ticket=ticket, place=0)


def _article(name: str, author: Person, lead: Person, reader: Person, **about: object) -> Article:
    # What only colleagues read begins with `inner`: no customer may find it, in whatever list.
    secret = f"inner-article-{'desk' if name == 'closed' else name}-kanarejka"
    told = secret if name == "closed" else f"outer-article-{name}-kanarejka"
    said = About(owner=author, new_section="Полка знаний", tags=[told], **about)  # type: ignore[arg-type] # by name
    made = start(told, told, said, by=author)
    illustrate(made, f"{told}.png", PICTURE)
    ask_review(made, by=author)
    send_back(made, secret, by=lead)
    publish(made, by=lead)
    made.refresh_from_db()
    tell_helped(made, is_yes=False, key="visit", by=reader, asked=secret)
    write(made, secret, secret, by=author, seen=0)
    return made
