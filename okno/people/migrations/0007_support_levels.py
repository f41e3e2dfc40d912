import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Organisations have a level of support and a region."""

    dependencies = [
        ('people', '0006_hands'),
    ]

    operations = [
        migrations.CreateModel(
            name='SupportLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('rank', models.PositiveSmallIntegerField(default=1, help_text='1 is the highest.', verbose_name='place in the order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ['rank', 'name'],
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='region',
            field=models.CharField(blank=True, max_length=80, verbose_name='region'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='support_level',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='people.supportlevel', verbose_name='support level'),
        ),
    ]
