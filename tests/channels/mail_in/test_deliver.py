"""The pipe answers with the exit codes of sysexits(3)."""

import io
import os

import pytest
from django.db import connection
from django.test import override_settings

from okno.channels.mail.deliver import deliver
from okno.channels.models import Inbound
from tests.channels import letters

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_letter_by_pipe_is_kept_once() -> None:
    box = letters.mailbox("help@desk.test")
    content = letters.raw()
    for _ in range(2):
        code, words = deliver(
            io.BytesIO(content), address="help+tag@desk.test", sender="<anna@romashka.test>"
        )
        assert (code, words) == (os.EX_OK, "2.0.0 Kept")
    inbound = Inbound.objects.get()
    assert (bytes(inbound.raw), inbound.mailbox, inbound.envelope_to) == (
        content,
        box,
        ["help+tag@desk.test"],
    )


def test_the_desks_own_address_needs_no_word() -> None:
    assert deliver(io.BytesIO(letters.raw()))[0] == os.EX_OK


def test_what_can_never_be_kept_is_refused_for_good() -> None:
    assert deliver(io.BytesIO(b"\n"))[0] == os.EX_DATAERR
    assert deliver(io.BytesIO(letters.raw()), address="x@other.test")[0] == os.EX_NOUSER
    with override_settings(MAX_LETTER_BYTES=1000):
        code, words = deliver(io.BytesIO(letters.raw("x" * 2000)))
    assert code == os.EX_UNAVAILABLE
    assert words.startswith("5.3.4")
    assert not Inbound.objects.exists()


def test_rel_15_a_database_that_is_away_asks_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    letters.mailbox()
    settings, port = connection.settings_dict, connection.settings_dict["PORT"]
    monkeypatch.setitem(settings["OPTIONS"]["pool"], "timeout", 0.5)  # else the pool looks for ten seconds
    connection.close()
    connection.close_pool()
    host = settings["HOST"]
    settings["HOST"], settings["PORT"] = "127.0.0.1", "1"
    try:
        assert deliver(io.BytesIO(letters.raw()))[0] == os.EX_TEMPFAIL
    finally:
        connection.close_pool()
        monkeypatch.undo()
        settings["HOST"], settings["PORT"] = host, port
    assert deliver(io.BytesIO(letters.raw()))[0] == os.EX_OK
