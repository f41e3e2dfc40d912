import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Replies to be completed by hand."""

    dependencies = [
        ("people", "0001_first"),
        ("desk", "0002_numbers_and_append_only_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("owner", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="blanks", to=settings.AUTH_USER_MODEL, verbose_name="owner")),
                ("team", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="blanks", to="people.team", verbose_name="team")),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(condition=Q(owner=None), fields=["name"], name="one_shared_blank_a_name"),
                    models.UniqueConstraint(fields=["owner", "name"], name="one_own_blank_a_name"),
                    models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="blank_of_one_or_of_a_team"),
                ],
            },
        ),
    ]
