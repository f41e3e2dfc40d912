from django.db import migrations

# A change is never changed; but its words may go when a person is erased (okno.core.erasing), and nothing else of it.
LETS_WORDS_GO = """
CREATE OR REPLACE FUNCTION setup_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('okno.erasing', true) = 'on'
        AND (to_jsonb(NEW) - 'title' - 'before' - 'after') = (to_jsonb(OLD) - 'title' - 'before' - 'after') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of the settings is append-only';
END $$;
"""
LETS_NOTHING_GO = """
CREATE OR REPLACE FUNCTION setup_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of the settings is append-only';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('setup', '0001_initial'),
    ]

    operations = [migrations.RunSQL(LETS_WORDS_GO, LETS_NOTHING_GO)]
