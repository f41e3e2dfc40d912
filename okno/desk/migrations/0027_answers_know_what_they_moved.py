from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever calls an answer back puts back what came with it; a run that is taken back asks no customer anew."""

    dependencies = [("desk", "0026_given_promises")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="moved",
            field=models.JSONField(
                help_text="what undo puts back: name → before, after; the facts of what was done with the answer",
                null=True,
            ),
        ),
        migrations.RunSQL(
            "UPDATE desk_bulkitem SET reason = 'changed' WHERE reason = 'asked'", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="bulkitem",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "—"),
                    ("over", "it is resolved or closed already"),
                    ("not_now", "its present state does not allow it"),
                    ("merged", "it was merged into another one"),
                    ("hidden", "it is not open to you"),
                    ("forbidden", "you have no right to do this"),
                    ("input", "the value does not fit it"),
                    ("fault", "something went wrong at the desk"),
                    ("changed", "somebody has changed it since"),
                ],
                default="",
                max_length=10,
            ),
        ),
    ]
