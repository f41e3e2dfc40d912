"""Programs that answer every letter at once, each sort as it is met in the world."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import count

from tests.channels.fake_smtp import Taken

Change = Callable[[EmailMessage, Taken], None]


@dataclass
class Robot:
    """One of them; `address` is where it is written to, `writes_from` what stands in its letters."""

    sort: str
    number: int
    answers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def name(self) -> str:
        """What all of its addresses begin with."""
        return f"{self.sort}-{self.number}"

    @property
    def address(self) -> str:
        return f"{self.name}@robots.test"

    def answer(self, to: Taken) -> tuple[bytes, str, str]:
        """Return its letter, the sender and the recipient of its envelope."""
        turn, asked = next(self.answers), to.letter
        made = EmailMessage()
        made["From"] = self.address
        made["To"] = str(asked["Reply-To"] or asked["From"])
        made["Subject"] = f"Re: {asked['Subject']}"
        made["Message-ID"] = f"<{self.name}-{turn}@robots.test>"
        made["In-Reply-To"] = str(asked["Message-ID"])
        made.set_content(f"Ваше письмо получено и будет прочитано, ответ {turn} машины {self.number}.")
        SORTS[self.sort](made, to)
        sender = "" if self.sort in RETURN_NOTHING else str(made["From"])
        return made.as_bytes(), sender, str(made["To"])


def _set(made: EmailMessage, **headers: str) -> None:
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value


def _header(**headers: str) -> Change:
    return lambda made, _to: _set(made, **headers)


def _unthreaded(made: EmailMessage, to: Taken) -> None:
    """To the address from which the letter came, about nothing that it names."""
    del made["In-Reply-To"]
    _set(made, To=to.sender, Subject="Я в отпуске до понедельника")


def _shifting(made: EmailMessage, _to: Taken) -> None:
    _set(made, From=f"{str(made['Message-ID']).strip('<>').partition('@')[0]}@robots.test")


REPORT = """\
--b
Content-Type: text/plain; charset=utf-8

{words}
--b
Content-Type: message/{kind}

Reporting-UA: robots.test
Final-Recipient: rfc822; {to}
Original-Message-ID: {about}
Action: failed
Status: 5.1.1
Disposition: automatic-action/MDN-sent-automatically; displayed

--b--
"""


def _report(kind: str) -> Change:
    def change(made: EmailMessage, to: Taken) -> None:
        for name in ("Content-Type", "Content-Transfer-Encoding", "MIME-Version"):
            del made[name]
        _set(made, MIME_Version="1.0", Content_Type=f'multipart/report; report-type={kind}; boundary="b"')
        about = to.letter["Message-ID"]
        made.set_payload(REPORT.format(words="Report.", kind=kind, to=to.recipient, about=about))

    return change


def _daemon(made: EmailMessage, to: Taken) -> None:
    """A server that tells what happened to a letter in words of its own."""
    _set(made, From=f"MAILER-DAEMON@{to.recipient.partition('@')[0]}.test")


def _copy_of_us(made: EmailMessage, _to: Taken) -> None:
    """Another desk of the same make: it confirms what came, with marks of its own."""
    _set(
        made,
        Auto_Submitted="auto-replied",
        X_Loop="okno-0123456789abcdef@other.test",
        Subject="Обращение № 77 принято",
    )


def _plain(_made: EmailMessage, _to: Taken) -> None:
    """A vacation notice that says of itself nothing that a machine could read."""


SORTS: dict[str, Change] = {
    "vacation": _plain,
    "unthreaded": _unthreaded,
    "submitted": _header(Auto_Submitted="auto-replied"),
    "generated": _header(Auto_Submitted="auto-generated"),
    "suppress": _header(X_Auto_Response_Suppress="All"),
    "bulk": _header(Precedence="bulk"),
    "junk": _header(Precedence="junk"),
    "list": _header(Precedence="list"),
    "auto-reply": _header(Precedence="auto_reply"),
    "list-id": _header(List_Id="<robots.robots.test>"),
    "no-return": _header(Return_Path="<>"),
    "bounce": _report("delivery-status"),
    "daemon": _daemon,
    "receipt": _report("disposition-notification"),
    "second-mailbox": _header(From="second@desk.test"),
    "copy-of-us": _copy_of_us,
    "shifting": _shifting,
}
RETURN_NOTHING = {"no-return", "bounce", "daemon", "receipt"}


def a_hundred() -> list[Robot]:
    """Four of each sort, and more of those that nothing gives away."""
    robots = [Robot(sort, number) for number in range(4) for sort in SORTS]
    rest = (Robot(sort, number) for number in range(4, 50) for sort in ("shifting", "unthreaded"))
    return [*robots, *(next(rest) for _ in range(100 - len(robots)))]
