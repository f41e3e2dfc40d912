from django.db import migrations, models


class Migration(migrations.Migration):
    """All open tickets by their nearest deadline."""

    dependencies = [("desk", "0018_hands")]
    operations = [
        migrations.AddIndex(
            "ticket",
            models.Index(
                fields=["due_order", "-id"],
                name="ticket_due",
                condition=models.Q(state__in=("new", "open", "waiting"), merged_into=None),
            ),
        ),
    ]
