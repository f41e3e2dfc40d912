from django.db import migrations, models


class Migration(migrations.Migration):
    """An organisation with which one no longer works stays with its tickets."""

    dependencies = [("people", "0002_merges_know_who_undid")]

    operations = [
        migrations.AddField("organisation", "is_active", models.BooleanField(default=True, verbose_name="in use")),
    ]
