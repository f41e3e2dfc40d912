"""The stories of the demo, written for it: by service, the last days, and what many notice at once."""

from okno.demo.stories import (
    access,
    backups,
    bookkeeping,
    mail,
    network,
    newcomers,
    printing,
    purchase,
    reports,
    site,
    telephony,
    tills,
    video,
    workplace,
)
from okno.demo.stories.outages import OUTAGES
from okno.demo.stories.today import TODAY as SINCE_TODAY
from okno.demo.stories.yesterday import TODAY as SINCE_YESTERDAY

STORIES = (
    *workplace.STORIES,
    *newcomers.STORIES,
    *mail.STORIES,
    *access.STORIES,
    *bookkeeping.STORIES,
    *reports.STORIES,
    *telephony.STORIES,
    *printing.STORIES,
    *tills.STORIES,
    *network.STORIES,
    *site.STORIES,
    *video.STORIES,
    *purchase.STORIES,
    *backups.STORIES,
)
TODAY = (*SINCE_TODAY, *SINCE_YESTERDAY)

__all__ = ["OUTAGES", "STORIES", "TODAY"]
