"""The machine: room on the disks, the store of files, the secret key, the files for browsers."""

import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from okno.cli.doctor.finding import Finding, care, ill, well
from okno.cli.words import _

LITTLE = 2 * 10**9  # bytes
ALMOST_NONE = 300 * 10**6


def disk() -> Iterator[Finding]:
    """Look at the room for database and files."""
    folders = {Path(settings.VAR)} | (set() if settings.S3_BUCKET else {Path(settings.FILES_DIR)})
    seen: set[int] = set()
    for folder in sorted(folders):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        device = there.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(there).free
        words = _("%(free).1f GB free at %(folder)s") % {"free": free / 1e9, "folder": there}
        advice = _("Make room: letters are refused when the disk is full.")
        yield (
            ill(_("disk"), words, advice)
            if free < ALMOST_NONE
            else care(_("disk"), words, advice)
            if free < LITTLE
            else well(_("disk"), words)
        )


def bucket(*, deep: bool) -> Iterator[Finding]:
    """Ask whether the S3 store lets us in; deep: keep a file there, read it and remove it."""
    if not settings.S3_BUCKET:
        return
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name, probe = _("S3 store"), f"okno-check/{secrets.token_hex(8)}"
    advice = _("Check OKNO_S3_ENDPOINT, the bucket and its keys: they must list, read, write and delete.")
    try:
        default_storage.exists(probe)
        if deep:
            default_storage.save(probe, ContentFile(probe.encode()))
            with default_storage.open(probe) as stream:
                there = stream.read() == probe.encode()
            default_storage.delete(probe)
            if not there:
                yield ill(name, _("gives back other bytes than it got"), advice)
                return
    except OSError as error:
        yield ill(name, f"{settings.S3_BUCKET}: {error}", advice)
    else:
        yield well(name, _("%(server)s answers") % {"server": settings.S3_BUCKET})


def secret_key() -> Iterator[Finding]:
    """See that nobody else can read the key that opens sessions and passwords of mailboxes (SEC-55)."""
    name, path = _("secret key"), Path(settings.VAR) / "secret-key"
    if not path.exists():
        yield well(name, _("comes from the environment"))
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield ill(name, f"{path} {mode:04o}", _("Others can read it: run “chmod 600” on the file."))
    else:
        yield well(name, _("readable by its owner alone"))


def static_files() -> Iterator[Finding]:
    """See that npm's files are there and were collected."""
    name = _("files for browsers")
    missing = [folder for _prefix, folder in settings.STATICFILES_DIRS if not Path(folder).is_dir()]
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if missing and not collected:
        yield ill(
            name, ", ".join(str(folder) for folder in missing), _("Run “bin/setup”: they come from npm.")
        )
    elif not collected and not settings.DEBUG:
        yield care(name, _("not collected yet"), _("Run “okno migrate”."))
    else:
        yield well(name, _("there"))
