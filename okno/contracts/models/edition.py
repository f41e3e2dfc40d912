from django.db import models


class Edition(models.Model):
    """One row: the mark of the policies as they stand. Each process keeps them by it, and reads anew where it is another."""

    mark = models.CharField(max_length=32)
    day = models.DateField(help_text="versions that begin until this day are in force everywhere")

    def __str__(self) -> str:
        return self.mark
