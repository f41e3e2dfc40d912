from django.db import models


class Heartbeat(models.Model):
    """A sign of life of one running part of the desk; the doctor sees who is silent."""

    part = models.CharField(max_length=20, help_text="web, worker or mail")
    place = models.CharField(max_length=120, help_text="machine and process")
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "place"], name="one_heart_a_process")]

    def __str__(self) -> str:
        return f"{self.part} {self.place}"
