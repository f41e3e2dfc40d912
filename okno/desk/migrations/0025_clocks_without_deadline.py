from django.db import migrations, models


class Migration(migrations.Migration):
    """Running clocks without a deadline: those that stand still, and the few that nobody can compute."""

    dependencies = [("desk", "0024_rehearsal")]
    operations = [
        migrations.AddIndex(
            "clock",
            models.Index(
                fields=["ticket"],
                name="clock_without_due",
                condition=models.Q(stopped_at=None, cancelled_at=None, due_at=None),
            ),
        ),
    ]
