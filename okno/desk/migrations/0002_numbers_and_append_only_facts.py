from django.db import migrations


class Migration(migrations.Migration):
    """Ticket numbers come from a sequence; a fact that was written is never changed, whoever tries."""

    dependencies = [("desk", "0001_first")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE desk_ticket_number START 1001; ",
            "DROP SEQUENCE desk_ticket_number",
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION desk_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'facts are append-only';
            END $$;
            CREATE TRIGGER desk_fact_append_only BEFORE UPDATE OR DELETE ON desk_fact
                FOR EACH ROW EXECUTE FUNCTION desk_fact_is_append_only();
            """,
            """
            DROP TRIGGER desk_fact_append_only ON desk_fact;
            DROP FUNCTION desk_fact_is_append_only();
            """,
        ),
    ]
