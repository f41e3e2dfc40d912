import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Runs over all open tickets after a change of what is promised."""

    dependencies = [
        ('desk', '0019_nearest_deadlines'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('causes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text='what was changed, in words; changes of one moment share a run', size=None)),
                ('asked_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('upto', models.BigIntegerField(default=0, help_text='the id of the last ticket that was looked at')),
                ('total', models.PositiveIntegerField(default=0)),
                ('looked', models.PositiveIntegerField(default=0)),
                ('otherwise', models.PositiveIntegerField(default=0, help_text='tickets about which something else is promised now')),
                ('earlier', models.PositiveIntegerField(default=0, help_text='tickets whose nearest deadline came nearer')),
                ('later', models.PositiveIntegerField(default=0, help_text='tickets whose nearest deadline moved away')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['id'], name='recount_going')],
            },
        ),
    ]
