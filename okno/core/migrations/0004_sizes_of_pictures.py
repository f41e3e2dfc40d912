
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_heartbeat_and_queue'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='height',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='width',
            field=models.PositiveIntegerField(null=True),
        ),
    ]
