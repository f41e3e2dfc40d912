"""What the virus scanner says of a file stands below its messages at once, in every page and window that shows them."""

from typing import Final

from okno.core.live import nudge_all
from okno.core.models import StoredFile
from okno.core.scanning import on_scanned
from okno.desk.models import Attachment

TOLD_AT_MOST: Final = 50  # messages with the same bytes; the same little picture stands in thousands


@on_scanned
def nudge_pages(file: StoredFile) -> None:
    """Let the open pages of the tickets fetch the newest messages with this file, and the composers of its authors the file."""
    rows = Attachment.objects.filter(file=file, redacted_at=None, message__undone_at=None)
    found = list(rows.select_related("message__ticket", "draft").order_by("-id")[:TOLD_AT_MOST])
    messages = {row.message.pk: row.message for row in found if row.message is not None}
    drafts = {row.pk: row.draft for row in found if row.draft is not None and row.message is None}
    nudge_all(
        [{"to": draft.person_id, "draft_file": pk} for pk, draft in drafts.items()]
        + [
            {
                "ticket": one.ticket.number,
                "team": one.ticket.team_id,
                "organisation": one.ticket.organisation_id,
                "owner": one.ticket.owner_id,
                "requester": one.ticket.requester_id,
                "public": one.is_public,
            }
            for one in messages.values()
        ]
    )
