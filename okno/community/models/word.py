from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A word of the posts, as its stem: by these slips are forgiven, beside the dictionary of the articles."""

    term = models.CharField(max_length=64, primary_key=True)
    spelled = ArrayField(
        models.CharField(max_length=64), help_text="the word, and each time with one letter less"
    )

    objects: ClassVar[models.Manager["Word"]] = models.Manager()

    class Meta:
        indexes = [GinIndex(fields=["spelled"], name="word_spelled")]

    def __str__(self) -> str:
        return self.term
