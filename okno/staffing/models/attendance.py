from django.db import models


class Attendance(models.Model):
    """Whether a colleague is at the desk: when last seen, and when the hands must be looked at next. No history."""

    person = models.OneToOneField(
        "people.Person", on_delete=models.CASCADE, primary_key=True, related_name="attendance"
    )
    seen_at = models.DateTimeField(null=True)
    # The next end of a shift or beginning of an absence; none: not looked at yet. Whoever is gone for good has no row.
    leaves_at = models.DateTimeField(null=True, db_index=True)

    given_at = models.DateTimeField(null=True, help_text="when a strategy gave a ticket last")

    def __str__(self) -> str:
        return f"{self.person_id}"
