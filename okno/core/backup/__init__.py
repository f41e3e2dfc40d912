"""Backup and restore: one file with the database and the files of one moment, proven when made and when read."""

from okno.core.backup.archive import Archive, BackupError, Progress, verify
from okno.core.backup.make import FILES_LOCK, Report, backup
from okno.core.backup.restore import restore

__all__ = ["FILES_LOCK", "Archive", "BackupError", "Progress", "Report", "backup", "restore", "verify"]
