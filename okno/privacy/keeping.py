"""How long the journal of access is kept, and by whose days it is written."""

from datetime import datetime, timedelta
from typing import Final

from okno.people.provider import zone_of

# A breach of the law on personal data is prosecuted within a year (КоАП РФ, article 4.5), and a complaint may come on its last
# day: a month more to answer it. Longer would be a store of its own about what colleagues do.
KEPT: Final = timedelta(days=400)


def day_of(moment: datetime) -> str:
    """Return the desk's day of a moment, as ISO 8601."""
    return moment.astimezone(zone_of("")).date().isoformat()
