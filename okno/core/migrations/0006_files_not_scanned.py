from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_files_last_asked_for")]
    operations = [
        migrations.AddField(
            "storedfile",
            "scan_said",
            models.CharField(blank=True, default="", help_text="what the scanner said about it", max_length=250),
            preserve_default=False,
        ),
        migrations.AddField("storedfile", "scan_tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "storedfile",
            "scan_again_at",
            models.DateTimeField(
                help_text="when it is to be checked; empty: when nothing else waits", null=True
            ),
        ),
        migrations.AddIndex(
            "storedfile",
            models.Index(
                models.OrderBy(models.F("scan_again_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("scan__in", ["not_scanned", "failed"])),
                name="stored_waits_for_scan",
            ),
        ),
    ]
