from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('channels', '0006_letters_of_approval')]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='purpose',
            field=models.CharField(choices=[('reply', 'reply'), ('acknowledge', 'confirmation of receipt'), ('ask_solved', 'question whether it is solved'), ('approval', 'question for approval'), ('refused', 'word that it was not approved'), ('taken', 'word that it is in work'), ('waiting', 'word that we wait for the customer'), ('closed', 'word that it is closed'), ('notice', 'notice'), ('login', 'login code')], max_length=12),
        ),
    ]
