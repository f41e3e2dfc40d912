import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('desk', '0001_initial'),
        ('knowledge', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='CommunityPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(default='community', editable=False, max_length=20)),
                    ('is_open', models.BooleanField(default=False, verbose_name='the community is open')),
                    ('readers', models.CharField(choices=[('everyone', 'everybody, without a login too'), ('customers', 'customers who have logged in')], default='everyone', max_length=12, verbose_name='who may read')),
                    ('moderation', models.CharField(choices=[('before', 'everything, before it is shown'), ('newcomers', 'only what newcomers write, before it is shown'), ('after', 'nothing beforehand: everything is shown at once')], default='before', max_length=12, verbose_name='what colleagues look at first')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_plan_of_the_community')],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('text', models.TextField(help_text='Markdown, as it was written', max_length=20000, verbose_name='text')),
                    ('html', models.TextField(help_text='of the text, cleaned')),
                    ('standing', models.CharField(choices=[('waiting', 'waits to be looked at'), ('shown', 'shown'), ('hidden', 'hidden')], max_length=8)),
                    ('reason', models.CharField(blank=True, help_text='why it is hidden; its author reads it', max_length=300)),
                    ('votes', models.PositiveIntegerField(default=0, help_text='how many rows of votes there are')),
                    ('at', models.DateTimeField()),
                    ('edited_at', models.DateTimeField(null=True)),
                    ('kind', models.CharField(choices=[('question', 'question'), ('idea', 'idea')], max_length=8, verbose_name='kind')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.section', verbose_name='section')),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None, verbose_name='tags')),
                    ('answers_count', models.PositiveIntegerField(default=0, help_text='how many answers are shown')),
                    ('accepted', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.answer')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='community.post')),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('stage', models.CharField(choices=[('new', 'new'), ('planned', 'planned'), ('done', 'done'), ('declined', 'declined')], default='new', max_length=8)),
                    ('official', models.TextField(blank=True, max_length=4000)),
                    ('official_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('official_at', models.DateTimeField(null=True)),
                    ('ticket', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.ticket')),
                    ('article', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.article')),
                    ('words', django.contrib.postgres.search.SearchVectorField(help_text='its stems, by where they stand', null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('merged_into', None), ('standing', 'shown')), fields=['kind', '-at', '-id'], name='post_new'), models.Index(condition=models.Q(('merged_into', None), ('standing', 'shown')), fields=['kind', '-votes', '-id'], name='post_votes'), models.Index(condition=models.Q(('standing', 'waiting')), fields=['-at', '-id'], name='post_waiting'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='post_words')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('text', models.TextField(help_text='Markdown, as it was written', max_length=20000, verbose_name='text')),
                    ('html', models.TextField(help_text='of the text, cleaned')),
                    ('standing', models.CharField(choices=[('waiting', 'waits to be looked at'), ('shown', 'shown'), ('hidden', 'hidden')], max_length=8)),
                    ('reason', models.CharField(blank=True, help_text='why it is hidden; its author reads it', max_length=300)),
                    ('votes', models.PositiveIntegerField(default=0, help_text='how many rows of votes there are')),
                    ('at', models.DateTimeField()),
                    ('edited_at', models.DateTimeField(null=True)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='community.post')),
                    ('came_from', models.ForeignKey(help_text='the post that was merged, for the undo', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='community.post')),
                    ('told_at', models.DateTimeField(help_text='when the author of the post was told of it', null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('standing', 'waiting')), fields=['-at', '-id'], name='answer_waiting')],
                },
            ),
            migrations.CreateModel(
                name='Vote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='vote_rows', to='community.post')),
                    ('answer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='vote_rows', to='community.answer')),
                    ('at', models.DateTimeField()),
                    ('came_from', models.ForeignKey(help_text='the post that was merged, for the undo', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='community.post')),
                    ('told_at', models.DateTimeField(help_text='when the voter was told that the idea is done', null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('post', 'person'), name='one_vote_a_post'), models.UniqueConstraint(fields=('answer', 'person'), name='one_vote_an_answer'), models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('post', None)), models.Q(('answer', None), ('post__isnull', False)), _connector='OR'), name='a_vote_is_for_one')],
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='community.post')),
                    ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='community.answer')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['-at'], name='report_open')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('post', 'answer', 'person'), name='one_report_a_reader', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Hush',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='community.post')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('post', 'person'), name='one_hush_a_post')],
                },
            ),
            migrations.CreateModel(
                name='Happening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='happenings', to='community.post')),
                    ('kind', models.CharField(max_length=20)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('data', models.JSONField(default=dict)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Picture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='community.post')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('name', models.CharField(max_length=150)),
                    ('at', models.DateTimeField()),
                ],
            ),
        ]),
    ]
