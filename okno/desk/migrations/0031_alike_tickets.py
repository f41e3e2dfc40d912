from django.db import migrations, models


class Migration(migrations.Migration):
    """Solved tickets of one service and priority are found at once: how long they took tells what to expect."""

    dependencies = [("desk", "0030_views_of_teams")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("merged_into", None), ("resolved_at__isnull", False), ("service__isnull", False)
                ),
                fields=["service", "priority", "-resolved_at"],
                name="ticket_alike",
            ),
        ),
    ]
