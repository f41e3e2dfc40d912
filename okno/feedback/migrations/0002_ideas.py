import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0001_first'),
        ('feedback', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestion',
            name='idea',
            field=models.OneToOneField(help_text='what it became in the community', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.post'),
        ),
    ]
