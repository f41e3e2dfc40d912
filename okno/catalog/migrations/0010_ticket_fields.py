
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0009_names_in_english'),
    ]

    operations = [
        migrations.CreateModel(
            name='TicketField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('kind', models.CharField(choices=[('text', 'a line of text'), ('number', 'a number'), ('date', 'a date'), ('choice', 'one of several choices')], default='text', max_length=10, verbose_name='kind')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='choices')),
                ('rank', models.PositiveSmallIntegerField(default=100, verbose_name='place in the order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.service', verbose_name='service')),
            ],
            options={
                'ordering': ['rank', 'name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='ticket_field_name')],
            },
        ),
    ]
