from django.db import migrations, models


class Migration(migrations.Migration):
    """Letters ask for approval, and say that it was refused."""

    dependencies = [
        ('channels', '0005_messenger'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='purpose',
            field=models.CharField(choices=[('reply', 'reply'), ('acknowledge', 'confirmation of receipt'), ('ask_solved', 'question whether it is solved'), ('approval', 'question for approval'), ('refused', 'word that it was not approved'), ('notice', 'notice'), ('login', 'login code')], max_length=12),
        ),
    ]
