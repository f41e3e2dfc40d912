import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A team may be a partner's."""

    dependencies = [
        ('people', '0008_entrance'),
    ]

    operations = [
        migrations.AddField(
            model_name='team',
            name='partner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
    ]
