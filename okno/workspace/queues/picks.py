"""The rows of a list with a box beside each, for deeds to many."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from okno.workspace.queues import rows

_BOX = (
    '<label class="pick__field"><input class="pick__box" type="checkbox" form="bulk" name="ticket" value="{0}" tabindex="-1">'
    '<span class="sr-only">{1}</span></label>'
)


def draw(shown: Iterable[rows.Row], *, slug: str = "", **how: object) -> SafeString:
    """Draw the rows, each with its box; X chooses the row that has the focus, so the boxes are no stops of the Tab key."""
    return format_html_join(
        "\n",
        '<div class="pick" id="pick-{}">{}{}</div>',
        ((row.number, box(row), rows.draw([row], slug=slug, **how)) for row in shown),  # type: ignore[arg-type] # as rows.draw has it
    )


def box(row: rows.Row) -> SafeString:
    """Draw the box of a row, a part of the form of what can be done to many."""
    return format_html(_BOX, row.number, _("Choose № %(number)d") % {"number": row.number})
