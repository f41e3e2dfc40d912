from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.knowledge.models.article import TEXT_AT_MOST, Form


class Synonyms(models.Model):
    """Words that mean the same in this desk, divided by commas; the search takes one for the other."""

    words = models.CharField(_("words, divided by commas"), max_length=250, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[models.Manager["Synonyms"]] = models.Manager()

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class Outline(models.Model):
    """A text with which an article may begin, so that those of one kind are built alike."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    form = models.CharField(_("how it is read"), max_length=5, choices=Form.choices, default=Form.TEXT)
    text = models.TextField(_("text"), max_length=TEXT_AT_MOST)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[models.Manager["Outline"]] = models.Manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
