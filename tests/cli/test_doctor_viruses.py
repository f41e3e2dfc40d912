"""The doctor asks the virus scanner about a harmless file and about the test string that every scanner knows."""

import pytest

from okno.cli.doctor import viruses
from okno.cli.doctor.finding import Finding, Health
from okno.core import files
from okno.core.scanning import scan_waiting
from tests import scanners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terminal_language")]


def only(findings) -> Finding:
    (finding,) = findings
    return finding


def test_a_desk_without_a_scanner_is_asked_nothing() -> None:
    files.keep(b"anything")
    assert not [*viruses.scanner(), *viruses.files()]


@pytest.mark.parametrize(
    ("script", "health", "seen"),
    [
        (scanners.USUAL, Health.WELL, "answers, and sees the test virus"),
        ("exit 0", Health.ILL, "does not see the test virus (EICAR)"),
        ("exit 1", Health.ILL, "takes a harmless file for a virus: "),
        ("echo no daemon; exit 2", Health.ILL, "gives no answer: exit code 2: no daemon"),
    ],
)
def test_a_scanner_that_is_no_help_is_ill(settings, tmp_path, script, health, seen) -> None:
    scanners.set_up(settings, tmp_path, script)
    finding = only(viruses.scanner())
    assert (finding.health, finding.seen) == (health, seen)
    assert bool(finding.advice) is (health != Health.WELL)


def test_a_scanner_that_is_gone_is_ill(settings, tmp_path) -> None:
    scanners.set_up(settings, tmp_path).unlink()
    assert only(viruses.scanner()).health == Health.ILL


def test_files_without_an_answer_are_counted(settings, tmp_path) -> None:
    scanners.set_up(settings, tmp_path)
    for content in (b"harmless", scanners.VIRUS):
        files.keep(content)
    scan_waiting()
    assert only(viruses.files()).health == Health.WELL, "a virus that was found is no trouble of the machine"
    files.keep(scanners.SILENT)
    scan_waiting()
    finding = only(viruses.files())
    assert finding.health == Health.CARE
    assert finding.seen == "infected: 1, without an answer: 1, not checked yet: 0"
