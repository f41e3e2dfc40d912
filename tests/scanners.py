"""Virus scanners for tests: real commands that read the file that they get."""

from pathlib import Path
from typing import Any

# What the usual one calls a virus, gives no answer about, and says of its own surroundings.
VIRUS, SILENT = b"here is a WORM in it", b"SILENCE please"
USUAL = """
grep -q WORM "$1" && { echo "$1: Test.Worm FOUND"; exit 1; }
grep -q 'EICAR-STANDARD' "$1" && { echo "$1: Eicar FOUND"; exit 1; }
grep -q SILENCE "$1" && { echo "$1: cannot read"; exit 2; }
exit 0
"""


def set_up(settings: Any, folder: Path, script: str = USUAL) -> Path:
    """Give the desk a scanner that does this; returns its place."""
    place = folder / "scanner"
    place.write_text(f"#!/bin/sh\n{script}")
    place.chmod(0o700)
    settings.VIRUS_SCANNER = (str(place),)
    return place
