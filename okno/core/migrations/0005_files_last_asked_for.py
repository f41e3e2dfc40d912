from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_sizes_of_pictures")]
    operations = [
        migrations.RenameField("storedfile", "created_at", "asked_at"),
        migrations.AlterField("storedfile", "asked_at", models.DateTimeField(db_index=True)),
    ]
