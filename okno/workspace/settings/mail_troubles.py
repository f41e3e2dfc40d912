"""What the page of the mailboxes tells above its list: letters that do not get away, letters that wait for a decision."""

from collections.abc import Mapping

from okno.channels import told


def above() -> Mapping[str, object]:
    """Return the troubles of letters as they are now; the page is an administrator's already."""
    return {"mail": {"waiting": told.troubles(), "undecided": told.undecided()}}
