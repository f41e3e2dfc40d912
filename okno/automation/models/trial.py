from django.db import models


class Trial(models.Model):
    """A rule tried out on past tickets: what would have gone elsewhere. Nothing is written but this row."""

    by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(
        "automation.Rule",
        on_delete=models.CASCADE,
        null=True,
        related_name="trials",
        help_text="empty: a new one",
    )
    draft = models.JSONField(help_text="the columns of the rule as it is tried")
    lists = models.JSONField(default=dict, help_text="what else belongs to the draft: tags, watchers")
    seen = models.JSONField(null=True, help_text="the rule as its author saw it, in plain form")
    wanted = models.PositiveIntegerField(help_text="the latest so many tickets")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    fitted = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0, help_text="they would go elsewhere")
    agreed = models.PositiveIntegerField(default=0, help_text="of these: to where people have brought them")
    found = models.JSONField(
        default=list, help_text="the latest that would go elsewhere: from, to, where they are"
    )

    def __str__(self) -> str:
        return str(self.draft.get("name", ""))
