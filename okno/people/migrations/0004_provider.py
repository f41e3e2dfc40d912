from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Name, language and time zone of the desk are settings of the desk, no longer of the machine."""

    dependencies = [("people", "0003_organisations_rest")]

    operations = [
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(default="Окно", max_length=120, verbose_name="name")),
                ("language", models.CharField(choices=settings.LANGUAGES, default="ru", max_length=5, verbose_name="language")),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("next_step", models.CharField(blank=True, max_length=20)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_provider")]},
        ),
    ]
