"""Through a real Postfix with a configuration and a queue of its own, to a catcher: the letter that arrives is right."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from okno.channels.models import Delivery, DeliveryState
from okno.core import files
from okno.desk.actions.hear import NewFile
from okno.desk.actions.reply import Then
from tests.channels.fake_smtp import FakeSmtp, contexts, serving
from tests.lacking import lacking

DAEMONS = Path("/usr/lib/postfix/sbin")
pytestmark = [
    pytest.mark.peers,
    pytest.mark.django_db,
    # Skipped also where nothing else may be: no package makes an ordinary account root, and Postfix refuses all others.
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root, because Postfix starts as nobody else"),
]

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:{catcher}
smtp_tls_security_level = none
smtpd_tls_security_level = may
smtpd_tls_chain_files = {chain}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
strict_rfc821_envelopes = yes
smtpd_forbid_bare_newline = yes
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
error     unix - - n - - error
retry     unix - - n - - error
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


@pytest.fixture(scope="module", autouse=True)
def postfix_is_there() -> None:
    if not (DAEMONS / "master").exists():
        lacking("no Postfix of Debian on this machine: apt install postfix")


@pytest.fixture
def catcher() -> Iterator[FakeSmtp]:
    """The last server on the way; Postfix hands everything to it."""
    with serving(enable_SMTPUTF8=True) as fake:
        yield fake


@pytest.fixture
def postfix(catcher: FakeSmtp, settings, monkeypatch) -> Iterator[Path]:
    """A Postfix of our own on a free port of this machine; its folder, with the log, is returned."""
    _, authority = contexts(["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    folder, port = Path(tempfile.mkdtemp(prefix="okno-tests-postfix-")), _free_port()
    folder.chmod(0o755)
    for name in ("queue", "data", "etc"):
        (folder / name).mkdir(mode=0o755)
    shutil.chown(folder / "data", "postfix", "postfix")
    chain = folder / "etc" / "chain.pem"
    shutil.copy(Path(authority).with_name("own.pem"), chain)
    _key_first(chain)
    facts = {"folder": folder, "daemons": DAEMONS, "catcher": catcher.port, "port": port, "chain": chain}
    (folder / "etc" / "main.cf").write_text(MAIN.format(**facts))
    (folder / "etc" / "master.cf").write_text(MASTER.format(**facts))
    _postfix(folder, "start")
    try:
        _wait_for(port, folder)
        settings.SMTP_URL = f"smtp://127.0.0.1:{port}?tls=starttls"
        settings.UNDO_SEND_SECONDS = 0
        yield folder
    finally:
        _postfix(folder, "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_an_answer_goes_through_a_real_relay_and_arrives_whole(postfix, catcher, answer, asked, anna):
    report = b"%PDF-1.7\r\n.\r\n..\n\x00" + bytes(range(256)) * 400
    answer(
        "Здравствуйте!\n.\n..\nFrom: кто-то\n" + "длинная строка " * 200,
        then=Then.RESOLVE,
        files=[NewFile(file=files.keep(report), name="отчёт за ноябрь.pdf")],
    )
    assert Delivery.objects.get(purpose="reply").state == DeliveryState.SENT
    taken = _arrived(catcher, 1, postfix)[0]
    letter = taken.letter
    assert str(letter["Subject"]) == f"Re: Принтер гудит [№ {asked.number}]"
    assert str(letter["To"]) == "Анна Белова <anna@romashka.test>"
    assert str(letter["In-Reply-To"]) == "<first@romashka.test>"
    assert taken.text.startswith("Здравствуйте!\n.\n..\nFrom: кто-то\n")
    assert "?solved=yes" in taken.text
    (part,) = letter.iter_attachments()
    assert part.get_filename() == "отчёт за ноябрь.pdf"
    assert part.get_content() == report
    assert "TLSv1" in (postfix / "log").read_text() or "with ESMTPS" in str(letter["Received"])


def test_many_letters_go_through_one_session(postfix, catcher, answer, run_jobs):
    for number in range(20):
        answer(f"Ответ {number}.", go=False)
    run_jobs(only="react")
    run_jobs()
    assert set(_arrived(catcher, 20, postfix)[0].letter.keys()) >= {"Message-ID", "Received"}
    assert sorted(catcher.count().values()) == [1] * 20


def _arrived(catcher: FakeSmtp, count: int, folder: Path) -> list:
    end = monotonic() + 30
    while len(catcher.letters) < count:
        assert monotonic() < end, (folder / "log").read_text()[-3000:]
        sleep(0.1)
    return catcher.letters


def _postfix(folder: Path, verb: str) -> None:
    done = subprocess.run(
        ["/usr/sbin/postfix", "-c", str(folder / "etc"), verb], capture_output=True, timeout=60, check=False
    )
    log = folder / "log"
    assert done.returncode == 0, done.stderr.decode() + (log.read_text() if log.exists() else "")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int, folder: Path) -> None:
    end = monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert monotonic() < end, (folder / "log").read_text()
            sleep(0.1)
        else:
            return


def _key_first(chain: Path) -> None:
    """Postfix wants the key before its certificate."""
    text = chain.read_text()
    start = text.index("-----BEGIN PRIVATE KEY")
    chain.write_text(text[start:] + text[:start])
    chain.chmod(0o600)
