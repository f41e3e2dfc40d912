from typing import ClassVar

from django.db import models


class Hush(models.Model):
    """Somebody wants no letters about a post any more."""

    post = models.ForeignKey("community.Post", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Hush"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="one_hush_a_post")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.post_id}"
