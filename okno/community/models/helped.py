from typing import ClassVar

from django.db import models


class Helped(models.Model):
    """A reader's answer to «did it help?» below a question that has answers. A yes is a ticket that nobody had to write."""

    post = models.ForeignKey("community.Post", on_delete=models.CASCADE, related_name="helped")
    is_yes = models.BooleanField()
    asked = models.CharField(max_length=200, blank=True, help_text="the words that led to the question")
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64, help_text="one visit: a second answer replaces the first")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Helped"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "key"], name="one_word_a_visit")]

    def __str__(self) -> str:
        return f"{self.post_id}: {'yes' if self.is_yes else 'no'}"
