from django.db import migrations, models


class Migration(migrations.Migration):
    """Days off have names, and a calendar knows which of them came from the production calendar."""

    dependencies = [("sla", "0002_calendars_rest")]

    operations = [
        migrations.AddField(
            "workcalendar",
            "names",
            models.JSONField(blank=True, default=dict, help_text="by date; only of days that are told above", verbose_name="names of days"),
        ),
        migrations.AddField(
            "workcalendar",
            "production",
            models.JSONField(blank=True, default=dict, help_text="by year: days off and hours as the desk put them in; all others are by hand", verbose_name="production calendar"),
        ),
    ]
