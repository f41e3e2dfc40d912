"""VAR/run.json: what a running tree says of itself, to the commands beside it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from okno.cli import ground
from okno.cli.ground import Stop
from okno.cli.words import _


def place() -> Path:
    """Return where the tree on our folder writes it."""
    return ground.var() / "run.json"


def running(path: Path | None = None) -> dict[str, Any] | None:
    """Return the facts of the tree that runs on our folder, or that wrote this file; None where none does."""
    try:
        facts: dict[str, Any] = json.loads((path or place()).read_text(encoding="utf-8"))
        os.kill(int(facts["pid"]), 0)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return facts


def write(facts: Mapping[str, object]) -> None:
    """Say which processes and ports are ours; whoever reads sees the old words or the new ones, whole."""
    path = place()
    beside = path.with_name(f"run.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def alone() -> None:
    """Raise Stop where another tree runs on our folder."""
    found = running()
    if found is not None and found["pid"] != os.getpid():
        raise Stop(
            _("A desk runs on this folder already (process %(pid)s, %(url)s).")
            % {"pid": found["pid"], "url": found.get("url", "")},
            2,
        )
