"""A new desk makes a secret of its own at the first start; no constant exists that could leak."""

import os
import secrets
from pathlib import Path


def kept_in(path: Path) -> str:
    """Read the key from the file, or write a fresh one there (mode 0600); two first starts agree on one key."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
    try:
        os.link(fresh, path)  # fails where another process was first, and then its key is the key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()
