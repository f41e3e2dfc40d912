"""Show what we understand of letters, for people and scripts: `okno mail inspect FILE|DIR`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from okno.channels.mail.cage import Cage, CageError
from okno.channels.mail.letter import Letter
from okno.channels.mail.parsing.limits import BeyondLimitsError

if TYPE_CHECKING:
    from collections.abc import Iterator


def inspect(path: Path, out: TextIO) -> int:
    """Writes one JSON object for a file, one a line (with the key `file`) for a folder. Returns the exit code.

    Any bytes give an object; a letter beyond limits gives what its headers say and the key `error`.
    """
    with Cage() as cage:
        if path.is_dir():
            files = list(_files(path))
            for done, file in enumerate(files):
                _tell(done, len(files), out)
                shown = {"file": file.relative_to(path).as_posix(), **_shown(file, cage)}
                out.write(json.dumps(shown, ensure_ascii=False) + "\n")
            _tell(len(files), len(files), out)
            return 0
        shown = _shown(path, cage)
        out.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
        return 0 if path.exists() else 1


def as_json(letter: Letter) -> dict[str, Any]:
    """The facts of a letter as plain data, without the contents of its files."""
    return {
        "from_email": letter.from_email,
        "from_name": letter.from_name,
        "to": list(dict.fromkeys((*letter.to, *letter.cc))),
        "subject": letter.subject,
        "text": letter.text,
        "new_text": letter.new_text,
        "html": letter.html,
        "attachments": [
            {"filename": one.filename, "size": one.size, "content_type": one.content_type}
            for one in letter.attachments
        ],
        "is_auto_reply": letter.is_auto_reply,
        "is_bounce": letter.is_bounce,
        "references": list(letter.references),
        "message_id": letter.message_id,
        "reply_to": list(letter.reply_to),
        "cc": list(letter.cc),
        "date": letter.date.isoformat() if letter.date else None,
        "is_list": letter.is_list,
        "sender_doubts": list(letter.sender_doubts),
        "why": list(letter.why),
    }


def _tell(done: int, whole: int, out: TextIO) -> None:
    """Show on the terminal now and then how far it is, where the objects themselves go elsewhere."""
    if (done % 20 == 0 or done == whole) and sys.stderr.isatty() and not out.isatty():
        sys.stderr.write(f"\r{done} / {whole}" + ("\n" if done == whole else ""))


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _shown(file: Path, cage: Cage) -> dict[str, Any]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        return {**as_json(Letter()), "error": f"{file}: {error.strerror}"}
    try:
        return as_json(cage.understand(raw))
    except (CageError, BeyondLimitsError) as error:
        from okno.channels.mail.understand import glimpse  # rare, and its patterns take time to load

        return {**as_json(glimpse(raw)), "error": str(error)}


def main() -> int:
    """`python -m okno.channels.mail.inspect PATH`."""
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.stderr.write("python -m okno.channels.mail.inspect FILE|DIR\n")
        return 2
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    return inspect(Path(sys.argv[1]), sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
