from django.db import migrations

# Merges are played again in their order: whoever was merged into one who went on follows, and the merge remembers it.
REPLAY = """
DO $$
DECLARE
    merge record;
BEGIN
    FOR merge IN SELECT * FROM people_personmerge WHERE undone_at IS NULL ORDER BY id LOOP
        WITH following AS (
            UPDATE people_person SET merged_into_id = merge.target_id
            WHERE merged_into_id = merge.source_id RETURNING id
        )
        UPDATE people_personmerge
        SET moved = moved || jsonb_build_object('followed', (SELECT coalesce(jsonb_agg(id), '[]') FROM following))
        WHERE id = merge.id;
    END LOOP;
    UPDATE people_personmerge SET moved = moved || '{"followed": []}' WHERE NOT moved ? 'followed';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0014_erasing")]

    operations = [migrations.RunSQL(REPLAY, migrations.RunSQL.noop)]
