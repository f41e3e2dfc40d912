"""What people agree to with their personal data: purposes, their texts by version, what was said. The last two never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.Model):
    """What personal data are used for with the consent of their owner (152-ФЗ, article 9)."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    text = models.TextField(_("text of the consent"), max_length=20_000)
    is_required = models.BooleanField(_("asked with a request"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    def __str__(self) -> str:
        return self.name


class PurposeText(models.Model):
    """One version of the text of a purpose, as people have read it; append-only."""

    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "number"], name="one_text_a_number")]

    def __str__(self) -> str:
        return f"{self.name} · {self.number}"


class Consent(models.Model):
    """A person said yes or no to a version of a text; a later row overrules an earlier one, none is changed."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(PurposeText, on_delete=models.PROTECT, related_name="consents")
    is_given = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "text", "-id"], name="consent_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {'+' if self.is_given else '−'} {self.text_id}"
