"""The virus scanner: it is asked about a harmless file and about the test string that every scanner knows."""

import io
from collections.abc import Iterator

from django.conf import settings

from okno.cli.doctor.finding import Finding, care, ill, well
from okno.cli.words import _

BACKLOG = 100  # files; a letter with a dozen of them is no reason to worry


def scanner() -> Iterator[Finding]:
    """Ask whether it calls a harmless file clean and the test string of EICAR infected."""
    if not settings.VIRUS_SCANNER:
        return
    from okno.core import scanner as program
    from okno.core.models.stored_file import ScanState

    name = _("virus scanner")
    advice = _(
        "Check OKNO_VIRUS_SCANNER: exit code 0 means clean, 1 infected; the files must be readable to it."
    )
    harmless = program.judge(io.BytesIO(program.HARMLESS))
    if harmless.state == ScanState.FAILED:
        yield ill(name, _("gives no answer: %(words)s") % {"words": harmless.said}, advice)
    elif harmless.state == ScanState.INFECTED:
        yield ill(name, _("takes a harmless file for a virus: %(words)s") % {"words": harmless.said}, advice)
    elif program.judge(io.BytesIO(program.harmful())).state != ScanState.INFECTED:
        advice = _("Bring its signatures up to date; until then every virus passes.")
        yield ill(name, _("does not see the test virus (EICAR)"), advice)
    else:
        yield well(name, _("answers, and sees the test virus"))


def files() -> Iterator[Finding]:
    """Count the files that wait, that could not be checked, and in which a virus was found."""
    if not settings.VIRUS_SCANNER:
        return
    from okno.core.models.stored_file import ScanState
    from okno.core.scanning import counted

    name, found = _("checked files"), counted()
    told = _("infected: %(infected)d, without an answer: %(failed)d, not checked yet: %(waiting)d") % {
        "infected": found.get(ScanState.INFECTED, 0),
        "failed": found.get(ScanState.FAILED, 0),
        "waiting": found.get(ScanState.NOT_SCANNED, 0),
    }
    if found.get(ScanState.FAILED) or found.get(ScanState.NOT_SCANNED, 0) > BACKLOG:
        yield care(
            name, told, _("They are tried again by themselves; see whether the virus scanner answers.")
        )
    else:
        yield well(name, told)
