import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    """The colour of the provider, for customers."""

    dependencies = [("people", "0010_consents")]

    operations = [
        migrations.AddField(
            model_name="provider",
            name="accent",
            field=models.CharField(
                blank=True,
                default="",
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A#[0-9a-fA-F]{6}\\Z", "A colour is written like #2b6cb0."
                    )
                ],
                verbose_name="accent colour",
            ),
            preserve_default=False,
        ),
    ]
