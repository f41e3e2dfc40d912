from django.db import migrations, models


class Migration(migrations.Migration):
    """The reader asks for each letter whether an earlier one of the same sender waits; the answer is one look."""

    dependencies = [("channels", "0003_outbox_counts_lost_answers")]

    operations = [
        migrations.AddIndex(
            model_name="inbound",
            index=models.Index(condition=models.Q(("state", "new")), fields=["sender", "id"], name="inbound_turn"),
        ),
    ]
