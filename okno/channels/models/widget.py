from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE_AT_MOST, GREETING_AT_MOST = 60, 300


class Widget(models.Model):
    """The window of the desk on a site of somebody's own: who may show it, how it looks, what it offers."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    key = models.SlugField(
        max_length=40, unique=True, blank=True, help_text="stands in the site's code; no secret"
    )
    origins = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    # The colour of buttons and links, like “#2b6cb0”; empty: that of the desk.
    accent = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("A colour is written like #2b6cb0."))],
    )
    is_left = models.BooleanField(_("in the left corner"), default=False)
    # What it says; empty: the usual words.
    title_ru = models.CharField(_("title in Russian"), max_length=TITLE_AT_MOST, blank=True)
    title_en = models.CharField(_("title in English"), max_length=TITLE_AT_MOST, blank=True)
    greeting_ru = models.TextField(_("greeting in Russian"), max_length=GREETING_AT_MOST, blank=True)
    greeting_en = models.TextField(_("greeting in English"), max_length=GREETING_AT_MOST, blank=True)
    # How one may turn to people.
    has_chat = models.BooleanField(_("chat"), default=True)
    has_form = models.BooleanField(_("form"), default=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    calendar = models.ForeignKey(
        "sla.WorkCalendar",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("hours of the phone"),
    )
    links = models.JSONField(_("messengers"), default=list, blank=True, help_text='[{"name", "url"}]')
    # What answers are offered before anybody has typed.
    contexts = models.JSONField(
        _("answers by page"), default=list, blank=True, help_text='[{"page", "words"}]'
    )
    uses_title = models.BooleanField(_("answers by the title of the page"), default=True)
    secret = models.TextField(blank=True, help_text="signs who the site's users are; sealed by core.sealed")
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[models.Manager["Widget"]] = models.Manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
