from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchDocument(models.Model):
    """What a ticket says, as the search reads it; always made anew from the rows by `actions/index.py`, never patched.

    `stems` forgives word forms, `exact` does not and knows the common words too: phrases are looked for in it.
    """

    ticket = models.OneToOneField(
        "desk.Ticket", on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    stems = SearchVectorField()
    exact = SearchVectorField()
    version = models.PositiveIntegerField(help_text="of the ticket, when it was read")
    at = models.DateTimeField(help_text="when it was read; the oldest ones are read anew by and by")

    objects: ClassVar[models.Manager["SearchDocument"]] = models.Manager()

    class Meta:
        indexes = [
            GinIndex(fields=["stems", "exact"], name="search_words"),
            models.Index(fields=["at"], name="search_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} as of {self.version}"
