from django.db import migrations, models


class Migration(migrations.Migration):
    """A calendar that is no longer chosen stays for the promises that count by it."""

    dependencies = [("sla", "0001_first")]

    operations = [
        migrations.AddField("workcalendar", "is_active", models.BooleanField(default=True, verbose_name="in use")),
    ]
