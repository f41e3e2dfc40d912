from django.db import migrations, models


class Migration(migrations.Migration):
    """A priority may promise each next reply, and to keep the customer up to date."""

    dependencies = [("catalog", "0002_priorities_rest")]

    operations = [
        migrations.AddField(
            "priority",
            "next_reply_minutes",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="next reply, minutes"),
        ),
        migrations.AddField(
            "priority",
            "update_minutes",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="regular update, minutes"),
        ),
    ]
