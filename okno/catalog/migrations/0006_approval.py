import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A request type may want approval before work starts; a service has an owner."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalog", "0005_request_types"),
    ]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="approval",
            field=models.JSONField(blank=True, default=list, verbose_name="approval"),
        ),
        migrations.AddField(
            model_name="service",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner of the service",
            ),
        ),
    ]
