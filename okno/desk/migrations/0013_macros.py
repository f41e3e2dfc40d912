import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PROTECT = django.db.models.deletion.PROTECT
KINDS = [
    ("incident", "incident"),
    ("request", "service request"),
    ("question", "question"),
    ("problem", "problem"),
    ("idea", "idea"),
]
COURSES = [
    ("", "It stays as it is"),
    ("wait", "It waits for the customer"),
    ("resolve", "Resolved, the requester is asked"),
    ("close", "Closed without asking"),
]


def _row(to: str) -> "models.ForeignKey":
    return models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to=to)


class Migration(migrations.Migration):
    """A blank may do something besides its text, or instead of it."""

    dependencies = [("catalog", "0001_first"), ("people", "0001_first"), ("desk", "0012_columns_of_views")]

    operations = [
        migrations.AlterField("blank", "text", models.TextField(blank=True, max_length=20000, verbose_name="text")),
        migrations.AddField("blank", "priority", _row("catalog.priority")),
        migrations.AddField("blank", "service", _row("catalog.service")),
        migrations.AddField("blank", "kind", models.CharField(blank=True, choices=KINDS, max_length=10)),
        migrations.AddField(
            "blank",
            "tags",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=50), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField("blank", "to_team", _row("people.team")),
        migrations.AddField("blank", "to_person", _row(settings.AUTH_USER_MODEL)),
        migrations.AddField(
            "blank",
            "to_me",
            models.BooleanField(default=False, help_text="into the hands of whoever uses it"),
        ),
        migrations.AddField("blank", "then", models.CharField(blank=True, choices=COURSES, default="", max_length=10)),
        migrations.AddConstraint(
            "blank",
            models.CheckConstraint(condition=Q(to_me=False) | Q(to_person=None), name="into_the_hands_of_one"),
        ),
    ]
