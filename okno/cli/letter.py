import mimetypes
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Annotated

import typer

from okno.cli.words import _

LINES = {
    "Принтер на третьем этаже не печатает": (
        "Добрый день!\n\nС утра не печатает принтер на третьем этаже, кабинет 312: гудит, показывает «замятие», бумаги "
        "внутри нет. До обеда нужно напечатать договоры для подписания.\n\nЗаранее спасибо!"
    ),
    "Не открывается 1С после обновления": (
        "Здравствуйте!\n\nПосле вчерашнего обновления 1С закрывается сразу после входа, ошибки не показывает. Завтра "
        "сдаём отчётность, поэтому очень ждём.\n"
    ),
    "Нужен доступ к общей папке «Проекты»": (
        "Коллеги, добрый день.\n\nК нам в отдел вышла новая сотрудница, Ольга Зимина. Откройте ей, пожалуйста, папку "
        "«Проекты» на чтение и запись.\n"
    ),
    "Пропадает звук на созвонах": (
        "Добрый день! Второй день на видеозвонках пропадает звук минут через пять, помогает только перезагрузка. "
        "Гарнитура новая, на другом компьютере работает.\n"
    ),
}
SIGNATURE = "\n-- \nОльга Ким\nООО «Ромашка», отдел кадров\n+7 495 123-45-67\n"
SENDER = "Ольга Ким <olga@romashka.test>"  # new to the demo, so she gets the first confirmation
SECONDS = 20


def letter(
    sender: Annotated[str, typer.Option("--from", help=_("Who writes."))] = SENDER,
    to: Annotated[
        str, typer.Option("--to", help=_("To which address of the desk; else its first one."))
    ] = "",
    subject: Annotated[str, typer.Option("--subject", help=_("Subject; else one is made up."))] = "",
    text: Annotated[str, typer.Option("--text", help=_("Text; else one is made up, with a signature."))] = "",
    files: Annotated[
        list[Path] | None, typer.Option("--file", help=_("Attach a file; may be repeated."))
    ] = None,
    raw: Annotated[
        Path | None, typer.Option("--raw", help=_("Send this file as the whole letter, byte for byte."))
    ] = None,
) -> None:
    """Send a letter to the listener of the desk that runs here."""
    from email.utils import parseaddr

    from okno.cli import ground
    from okno.cli.ground import Stop
    from okno.cli.tree import run_file

    facts = run_file.running() or run_file.running(ground.var() / "demo" / "run.json")
    if facts is None:
        raise Stop(_("No desk runs here. Start one with “okno demo” first."))
    if not facts.get("listener"):
        raise Stop(_("The running desk has no listener for letters (OKNO_LISTENER)."))
    to = to or str(facts.get("address") or "")
    if not to:
        raise Stop(_("Say with --to to which address of the desk."))
    content = _read(raw) if raw else bytes(written(sender, to, subject, text, files or []))
    _send(str(facts["listener"]), parseaddr(sender)[1], parseaddr(to)[1], content)
    print(_("The letter is with the desk: %(url)s") % {"url": facts.get("url", "")})


def written(sender: str, to: str, subject: str, text: str, files: list[Path]) -> EmailMessage:
    """Return a letter such as a customer writes; what is not given is made up."""
    import secrets

    usual, body = secrets.choice(list(LINES.items()))
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject or usual
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain="romashka.test")
    message.set_content((text or body + SIGNATURE).strip() + "\n")
    for path in files:
        kind, _encoding = mimetypes.guess_type(path.name)
        main, _slash, sub = (kind or "application/octet-stream").partition("/")
        message.add_attachment(_read(path), maintype=main, subtype=sub, filename=path.name)
    return message


def _read(path: Path) -> bytes:
    from okno.cli.ground import Stop

    try:
        return path.read_bytes()
    except OSError as error:
        raise Stop(
            _("%(path)s cannot be read: %(error)s") % {"path": path, "error": error.strerror}, 2
        ) from error


def _send(listener: str, sender: str, to: str, content: bytes) -> None:
    import smtplib
    from urllib.parse import urlsplit

    from okno.cli.ground import Stop

    door = urlsplit(listener)
    kind = smtplib.LMTP if door.scheme == "lmtp" else smtplib.SMTP
    try:
        with kind(door.hostname or "127.0.0.1", door.port or 25, timeout=SECONDS) as server:
            server.sendmail(sender, [to], content)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = error.recipients[to]
        raise Stop(
            _("The desk refused the letter: %(why)s") % {"why": f"{code} {answer.decode(errors='replace')}"}
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Stop(_("The letter could not be handed over: %(error)s") % {"error": error}) from error
