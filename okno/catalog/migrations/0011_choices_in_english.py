
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0010_ticket_fields'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticketfield',
            name='choices_en',
            field=models.JSONField(blank=True, default=list, verbose_name='choices in English'),
        ),
    ]
