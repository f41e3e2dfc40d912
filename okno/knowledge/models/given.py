from typing import ClassVar

from django.db import models


class Given(models.Model):
    """An article that a colleague gave in a ticket: once the ticket is solved, this is the article that solved it."""

    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="given")
    version = models.ForeignKey("knowledge.Version", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Given"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "article"], name="one_giving_a_ticket")]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.ticket_id}"
