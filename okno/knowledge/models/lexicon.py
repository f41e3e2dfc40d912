from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Term(models.Model):
    """A word of the articles, as its stem: the desk's own dictionary, by which words are completed, likened and corrected."""

    term = models.CharField(max_length=64, primary_key=True)
    articles = models.PositiveIntegerField(help_text="in how many it occurs")
    head = models.CharField(max_length=4, help_text="its first letters: words of one family share them")
    sound = models.CharField(
        max_length=64, help_text="its consonants in Latin letters: «плагин» and “plugin”"
    )
    spelled = ArrayField(
        models.CharField(max_length=64), help_text="the word, and each time with one letter less"
    )

    objects: ClassVar[models.Manager["Term"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["head"], name="term_head"),
            models.Index(fields=["sound"], name="term_sound", condition=~models.Q(sound="")),
            GinIndex(fields=["spelled"], name="term_spelled"),
        ]

    def __str__(self) -> str:
        return self.term


class Document(models.Model):
    """An article as the search reads it; always made whole by `actions/index.py`, for what readers may find alone.

    `stems` has one stem for each word of `text`, in their order, so that passages are found and marked without a dictionary.
    """

    article = models.OneToOneField(
        "knowledge.Article", on_delete=models.CASCADE, primary_key=True, related_name="document"
    )
    text = models.TextField()
    stems = models.TextField()
    length = models.FloatField(help_text="the sum of the weights of its words")
    circle = models.BigIntegerField(help_text="who may read it, as `access.circle_of` says it in one number")

    objects: ClassVar[models.Manager["Document"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["circle"], include=["length"], name="document_circle")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Posting(models.Model):
    """How much an article speaks of a word: its occurrences, weighted by where they stand.

    Length and circle are those of the document, so that a search reads one index and no table.
    """

    term = models.CharField(max_length=64)
    article = models.ForeignKey(
        "knowledge.Document", on_delete=models.CASCADE, related_name="postings", db_index=True
    )
    weight = models.FloatField()
    length = models.FloatField()
    circle = models.BigIntegerField()

    objects: ClassVar[models.Manager["Posting"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["term", "article"], include=["weight", "length", "circle"], name="one_posting_a_word"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term} in {self.article_id}"
