"""Strict typed readers of environment variables; a wrong value is an error that names the variable."""

import ipaddress
import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PREFIX = "OKNO_"


class WrongSetting(Exception):
    """A variable of the environment holds something that the desk cannot use."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        super().__init__(f"{name}: {why}")


# Every name that was asked for: a variable with our prefix that nobody asked for is a typing mistake worth a warning.
known: set[str] = set()


def text(name: str, default: str | None = None) -> str:
    """Value of the variable; without a default an absent one is an error."""
    return _read(name, str, default)


def secret(name: str, default: str | None = None) -> str:
    """Value of NAME, or the content of the file that NAME_FILE points to (secrets of containers)."""
    known.update({name, f"{name}_FILE"})
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return text(name, default)
    if os.environ.get(name):
        raise WrongSetting(name, f"set either {name} or {name}_FILE, not both")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{name}_FILE", f"cannot read {path}: {error}") from error


def flag(name: str, *, default: bool) -> bool:
    """True or False; the words yes/no, on/off, 1/0 are understood and nothing else."""

    def parse(value: str) -> bool:
        words = {
            "true": True,
            "yes": True,
            "on": True,
            "1": True,
            "false": False,
            "no": False,
            "off": False,
            "0": False,
        }
        if value.lower() not in words:
            raise ValueError("write true or false")
        return words[value.lower()]

    return _read(name, parse, default)


def integer(name: str, default: int, *, at_least: int = 0, at_most: int = 2**31) -> int:
    """A whole number between the two bounds, both included."""

    def parse(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError("write a whole number") from None
        if not at_least <= number <= at_most:
            raise ValueError(f"must be from {at_least} to {at_most}")
        return number

    return _read(name, parse, default)


def path(name: str, default: Path) -> Path:
    """An absolute path; ``~`` is understood, a relative one is refused because it depends on where we were started."""

    def parse(value: str) -> Path:
        found = Path(value).expanduser()
        if not found.is_absolute():
            raise ValueError("write an absolute path")
        return found

    return _read(name, parse, default)


def words(name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A list of words separated by commas."""
    return _read(
        name, lambda value: tuple(word.strip() for word in value.split(",") if word.strip()), default
    )


def command(name: str) -> tuple[str, ...]:
    """A program of this machine with its arguments, quoted as in a shell, which is never asked; nothing by default."""

    def parse(value: str) -> tuple[str, ...]:
        try:
            found = tuple(shlex.split(value))
        except ValueError as error:
            raise ValueError(f"cannot be understood ({error})") from None
        if "/" in found[0] and not Path(found[0]).is_absolute():
            raise ValueError("write an absolute path, or a name alone")
        if shutil.which(found[0]) is None:
            raise ValueError(f"there is no program {found[0]}")
        return found

    return _read(name, parse, ())


def networks(name: str) -> tuple[str, ...]:
    """A list of networks separated by commas, as 10.1.0.0/16 or fd00:1::/64; none by default."""
    for word in words(name):
        try:
            ipaddress.ip_network(word)
        except ValueError:
            raise WrongSetting(name, "write networks such as 10.1.0.0/16, with commas") from None
    return words(name)


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """One of the options."""

    def parse(value: str) -> str:
        if value not in options:
            raise ValueError("must be one of: " + ", ".join(options))
        return value

    return _read(name, parse, default)


def unknown() -> Iterator[str]:
    """Names with our prefix that no setting reads."""
    return (name for name in sorted(os.environ) if name.startswith(PREFIX) and name not in known)


def _read(name: str, parse: Callable[[str], T], default: T | None) -> T:
    known.add(name)
    value = os.environ.get(name, "").strip()
    if not value:
        if default is None:
            raise WrongSetting(name, "must be set")
        return default
    try:
        return parse(value)
    except ValueError as error:
        raise WrongSetting(
            name, f"{error}; got “{value[:80]}”" if "SECRET" not in name else str(error)
        ) from None
