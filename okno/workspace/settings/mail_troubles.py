"""What the page of the mailboxes tells above its list: what is not fetched, what does not get away, what waits for a decision."""

from collections.abc import Mapping

from okno.channels import told
from okno.channels.troubles import SAID_AFTER, silent_mailboxes, storm_since
from okno.core import clock


def above() -> Mapping[str, object]:
    """Return the troubles of letters as they are now; the page is an administrator's already."""
    now = clock.now()
    found = {
        "silent": silent_mailboxes(now, after=SAID_AFTER),
        "waiting": told.troubles(),
        "undecided": told.undecided(),
        "storm": storm_since(now),
    }
    return {"mail": found}
