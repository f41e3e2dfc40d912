from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okno.desk.models.ticket import TicketQuerySet


class Part(models.Model):
    """A stretch of tickets that one worker looks at in one transaction; the row is gone when that is done."""

    after = models.BigIntegerField(help_text="the id before the first ticket")
    upto = models.BigIntegerField(null=True, help_text="the id of the last ticket; none: to the end")

    class Meta:
        abstract = True

    def of(self, tickets: "TicketQuerySet") -> "TicketQuerySet":
        """Return those that lie in this stretch, in the order of their ids."""
        mine = tickets.filter(pk__gt=self.after).order_by("pk")
        return mine if self.upto is None else mine.filter(pk__lte=self.upto)
