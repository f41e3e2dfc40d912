from django.db import migrations, models


class Migration(migrations.Migration):
    """A view has an order of its own."""

    dependencies = [("desk", "0010_revisions")]

    operations = [
        migrations.AddField(
            "savedview",
            "order",
            models.CharField(
                choices=[
                    ("due", "the nearest promise first"),
                    ("changed", "the latest change first"),
                    ("newest", "new ones first"),
                    ("oldest", "old ones first"),
                ],
                default="due",
                max_length=8,
                verbose_name="order",
            ),
        ),
    ]
