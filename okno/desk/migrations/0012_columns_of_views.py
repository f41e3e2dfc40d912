from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    """A view may have columns of its own."""

    dependencies = [("desk", "0011_order_of_views")]

    operations = [
        migrations.AddField(
            "savedview",
            "columns",
            ArrayField(
                models.CharField(
                    choices=[
                        ("number", "Number"),
                        ("subject", "Subject"),
                        ("requester", "Requester"),
                        ("organisation", "Organisation"),
                        ("service", "Service"),
                        ("kind", "Kind"),
                        ("priority", "Priority"),
                        ("owner", "Owner"),
                        ("team", "Team"),
                        ("state", "State"),
                        ("tags", "Tags"),
                        ("created", "Created"),
                        ("changed", "Changed"),
                        ("due", "Promise"),
                        ("last", "Last words"),
                    ],
                    max_length=12,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="columns",
            ),
        ),
    ]
