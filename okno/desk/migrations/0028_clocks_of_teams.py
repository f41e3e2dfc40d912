import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Clocks of teams, each with its own beginning at the hand-over; lists know the nearest of them."""

    dependencies = [
        ('desk', '0027_answers_know_what_they_moved'),
        ('people', '0009_partners'),
    ]

    operations = [
        migrations.AddField(
            model_name='clock',
            name='team',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='team_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='clock',
            name='metric',
            field=models.CharField(choices=[('reaction', 'reaction'), ('first_reply', 'first reply'), ('next_reply', 'next reply'), ('update', 'regular update'), ('resolution', 'resolution'), ('given_reply', 'promised answer'), ('given_deed', 'promised deed'), ('ola', 'team deadline')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('team_due_at__isnull', False)), fields=['team_due_at'], name='ticket_owed'),
        ),
    ]
