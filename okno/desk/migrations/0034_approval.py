import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Requests and tickets are approved in steps; each person who is asked has a row."""

    dependencies = [
        ('catalog', '0006_approval'),
        ('desk', '0033_parts'),
        ('people', '0011_accent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.TextField(blank=True, help_text='what a colleague asks; empty where the form says it')),
                ('is_of_form', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('planned', 'its turn comes later'), ('asked', 'awaited'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'no longer asked'), ('delegated', 'passed on')], default='asked', max_length=10)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ApprovalQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(blank=True, choices=[('', '—'), ('away', 'stands in during an absence'), ('delegated', 'was named by who was asked'), ('late', 'stands in, for there was no answer in time'), ('nobody', 'decides because there was nobody to ask')], default='', max_length=10)),
                ('state', models.CharField(choices=[('planned', 'its turn comes later'), ('asked', 'awaited'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'no longer asked'), ('delegated', 'passed on')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ApprovalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('recipe', models.JSONField(help_text='as okno.catalog.approvals keeps it')),
                ('state', models.CharField(choices=[('planned', 'its turn comes later'), ('asked', 'awaited'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'no longer asked'), ('delegated', 'passed on')], default='planned', max_length=10)),
                ('asked_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0, help_text='how often the hours were over')),
                ('reminded_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.AddField(
            model_name='ticket',
            name='approval',
            field=models.CharField(blank=True, choices=[('', '—'), ('asked', 'awaited'), ('approved', 'approved'), ('refused', 'refused')], default='', max_length=8),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='waiting_for',
            field=models.CharField(blank=True, choices=[('', '—'), ('customer', 'for the customer'), ('third_party', 'for a third party'), ('planned', 'until a date'), ('approval', 'for approval'), ('our_approval', 'for our approval')], default='', max_length=12),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('approval', 'asked')), fields=['-changed_at'], name='ticket_asks_approval'),
        ),
        migrations.AddField(
            model_name='approval',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='approval',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='desk.ticket'),
        ),
        migrations.AddField(
            model_name='approvalquestion',
            name='instead_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='approvalquestion',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approval_questions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='approvalstep',
            name='approval',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='desk.approval'),
        ),
        migrations.AddField(
            model_name='approvalquestion',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='desk.approvalstep'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('ticket',), name='one_approval_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='approvalstep',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='approval_due'),
        ),
        migrations.AddConstraint(
            model_name='approvalstep',
            constraint=models.UniqueConstraint(fields=('approval', 'place'), name='one_step_a_place'),
        ),
        migrations.AddIndex(
            model_name='approvalquestion',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['person'], name='approval_waits_for'),
        ),
        migrations.AddConstraint(
            model_name='approvalquestion',
            constraint=models.UniqueConstraint(fields=('step', 'person'), name='one_question_a_person'),
        ),
    ]
