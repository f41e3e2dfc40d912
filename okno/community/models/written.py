from django.db import models
from django.utils.translation import gettext_lazy as _

TEXT_AT_MOST = 20_000


class Standing(models.TextChoices):
    WAITING = "waiting", _("waits to be looked at")
    SHOWN = "shown", _("shown")
    HIDDEN = "hidden", _("hidden")


class Written(models.Model):
    """What somebody wrote in the community: a post or an answer, shown or not."""

    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=TEXT_AT_MOST, help_text="Markdown, as it was written")
    html = models.TextField(help_text="of the text, cleaned")
    standing = models.CharField(max_length=8, choices=Standing.choices)
    reason = models.CharField(max_length=300, blank=True, help_text="why it is hidden; its author reads it")
    votes = models.PositiveIntegerField(default=0, help_text="how many people have voted for it")
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_shown(self) -> bool:
        """True where readers may see it."""
        return self.standing == Standing.SHOWN
