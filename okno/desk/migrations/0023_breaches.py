from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What a desk begins with; all of it can be changed.
REASONS = (
    ("Не успели сами", "We were too slow"),
    ("Задержала третья сторона", "A third party was late"),
    ("Ждали заявителя", "We waited for the requester"),
    ("Форс-мажор", "Force majeure"),
)


def forward(apps: Any, _editor: Any) -> None:
    """Offer some reasons."""
    reasons = apps.get_model("desk", "BreachReason").objects
    for name, name_en in REASONS:
        reasons.get_or_create(name=name, defaults={"name_en": name_en})


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0022_declines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BreachReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=12)),
                ('started_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=500)),
                ('said_at', models.DateTimeField(null=True)),
                ('excused_minutes', models.PositiveIntegerField(default=0, help_text='working minutes')),
                ('excused_why', models.CharField(blank=True, max_length=500)),
                ('excused_at', models.DateTimeField(null=True)),
                ('excused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breaches', to='desk.ticket')),
                ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='desk.breachreason')),
            ],
            options={
                'verbose_name_plural': 'breaches',
                'indexes': [models.Index(fields=['said_at'], name='breach_said')],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'metric', 'started_at'), name='one_breach_a_clock'), models.CheckConstraint(condition=models.Q(('excused_minutes', 0), ('excused_by__isnull', False), _connector='OR'), name='excused_by_somebody')],
            },
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
