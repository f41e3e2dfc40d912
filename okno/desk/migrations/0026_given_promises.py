from django.db import migrations, models


class Migration(migrations.Migration):
    """A colleague promises an answer or a deed until a moment."""

    dependencies = [
        ('desk', '0025_clocks_without_deadline'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clock',
            name='metric',
            field=models.CharField(choices=[('reaction', 'reaction'), ('first_reply', 'first reply'), ('next_reply', 'next reply'), ('update', 'regular update'), ('resolution', 'resolution'), ('given_reply', 'promised answer'), ('given_deed', 'promised deed')], max_length=12),
        ),
    ]
