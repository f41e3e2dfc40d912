from django.db import migrations

# A fact is never changed; but its words may go when a person is erased (okno.core.erasing), and nothing else of it.
LETS_WORDS_GO = """
CREATE OR REPLACE FUNCTION desk_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('okno.erasing', true) = 'on'
        AND (to_jsonb(NEW) - 'data' - 'why') = (to_jsonb(OLD) - 'data' - 'why') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'facts are append-only';
END $$;
"""
LETS_NOTHING_GO = """
CREATE OR REPLACE FUNCTION desk_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'facts are append-only';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0038_waiting_chats'),
    ]

    operations = [migrations.RunSQL(LETS_WORDS_GO, LETS_NOTHING_GO)]
