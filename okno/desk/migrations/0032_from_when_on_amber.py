from django.db import migrations, models
from django.utils import timezone


def ask_for_recount(apps, schema_editor):
    """Have the open tickets told by the next recount; a new desk has none."""
    if apps.get_model("desk", "Ticket").objects.filter(next_due_at__isnull=False).exists():
        recount = apps.get_model("desk", "Recount")
        recount.objects.create(causes=["Списки знают, когда срок становится близким."], asked_at=timezone.now())


class Migration(migrations.Migration):
    """Lists know from when on a deadline is amber; a recount tells it to the tickets that are open now."""

    dependencies = [
        ('desk', '0031_alike_tickets'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='near',
            field=models.JSONField(default=list, help_text="[customer's, team's]: metric and moments of the shares"),
        ),
        migrations.RunPython(ask_for_recount, migrations.RunPython.noop),
    ]
