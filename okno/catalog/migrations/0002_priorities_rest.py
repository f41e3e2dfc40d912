from django.db import migrations, models


class Migration(migrations.Migration):
    """A priority that is no longer given to new tickets stays for the old ones."""

    dependencies = [("catalog", "0001_first")]

    operations = [
        migrations.AddField("priority", "is_active", models.BooleanField(default=True, verbose_name="in use")),
    ]
