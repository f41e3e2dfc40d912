import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Consents by purpose and version; what was read and what was said is never changed."""

    dependencies = [("people", "0009_partners")]

    operations = [
        migrations.CreateModel(
            name="Purpose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("text", models.TextField(max_length=20000, verbose_name="text of the consent")),
                ("is_required", models.BooleanField(default=False, verbose_name="asked with a request")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
        ),
        migrations.CreateModel(
            name="PurposeText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("purpose", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="people.purpose")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("purpose", "number"), name="one_text_a_number")]},
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_given", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="consents", to=settings.AUTH_USER_MODEL)),
                ("text", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.purposetext")),
            ],
            options={"indexes": [models.Index(fields=["person", "text", "-id"], name="consent_of_person")]},
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION people_consent_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'consents and their texts are append-only';
            END $$;
            CREATE TRIGGER people_consent_append_only BEFORE UPDATE OR DELETE ON people_consent
                FOR EACH ROW EXECUTE FUNCTION people_consent_is_append_only();
            CREATE TRIGGER people_text_append_only BEFORE UPDATE OR DELETE ON people_purposetext
                FOR EACH ROW EXECUTE FUNCTION people_consent_is_append_only();
            """,
            """
            DROP TRIGGER people_consent_append_only ON people_consent;
            DROP TRIGGER people_text_append_only ON people_purposetext;
            DROP FUNCTION people_consent_is_append_only();
            """,
        ),
    ]
