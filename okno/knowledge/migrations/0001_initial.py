import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('knowledge', '0001_first'),
    ]

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Article',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audience', models.CharField(choices=[('everyone', 'everyone, without a login too'), ('customers', 'customers'), ('organisation', 'one organisation'), ('staff', 'colleagues')], default='everyone', max_length=12, verbose_name='who may read it')),
                    ('language', models.CharField(choices=[('ru', 'Russian'), ('en', 'English')], default='ru', max_length=2, verbose_name='language')),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None, verbose_name='tags')),
                    ('review_on', models.DateField(blank=True, help_text='Then it joins the stale list.', null=True, verbose_name='to be looked through on')),
                    ('archived_at', models.DateTimeField(null=True)),
                    ('created_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='organisation')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to=settings.AUTH_USER_MODEL, verbose_name='looked after by')),
                    ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='knowledge.section', verbose_name='section')),
                    ('version', models.ForeignKey(help_text='what readers see; none before the first publication', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.version')),
                ],
                options={
                    'indexes': [models.Index(fields=['review_on'], name='article_review'), models.Index(fields=['-changed_at'], name='article_changed')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('audience', 'organisation'), ('organisation__isnull', False)), models.Q(models.Q(('audience', 'organisation'), _negated=True), ('organisation', None)), _connector='OR'), name='organisation_of_its_audience')],
                },
            ),
            migrations.CreateModel(
                name='Section',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('about', models.CharField(blank=True, max_length=250, verbose_name='what it is about')),
                    ('place', models.PositiveSmallIntegerField(default=100, verbose_name='place in the order')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ],
                options={
                    'ordering': ['place', 'name'],
                },
            ),
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='knowledge.article')),
                    ('text', models.TextField()),
                    ('stems', models.TextField()),
                    ('length', models.FloatField(help_text='the sum of the weights of its words')),
                    ('circle', models.BigIntegerField(help_text='who may read it, as `access.circle_of` says it in one number')),
                ],
                options={
                    'indexes': [models.Index(fields=['circle'], include=('length',), name='document_circle')],
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('text', models.TextField(blank=True, max_length=100000, verbose_name='text')),
                    ('revision', models.PositiveIntegerField(default=1, help_text='grows with each saving: two editors see it')),
                    ('at', models.DateTimeField()),
                    ('review_asked_at', models.DateTimeField(null=True)),
                    ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='knowledge.article')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('review_asked_at__isnull', False)), fields=['review_asked_at'], name='draft_in_review')],
                },
            ),
            migrations.CreateModel(
                name='Happening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('at', models.DateTimeField()),
                    ('data', models.JSONField(default=dict)),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='happenings', to='knowledge.article')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Picture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=150)),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='knowledge.article')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ],
            ),
            migrations.CreateModel(
                name='Term',
                fields=[
                    ('term', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('articles', models.PositiveIntegerField(help_text='in how many it occurs')),
                    ('head', models.CharField(help_text='its first letters: words of one family share them', max_length=4)),
                    ('sound', models.CharField(help_text='its consonants in Latin letters: «плагин» and “plugin”', max_length=64)),
                    ('spelled', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), help_text='the word, and each time with one letter less', size=None)),
                ],
                options={
                    'indexes': [models.Index(fields=['head'], name='term_head'), models.Index(condition=models.Q(('sound', ''), _negated=True), fields=['sound'], name='term_sound'), django.contrib.postgres.indexes.GinIndex(fields=['spelled'], name='term_spelled')],
                },
            ),
            migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('text', models.TextField(help_text='Markdown, as it was written', max_length=100000)),
                    ('html', models.TextField(help_text='of the text, cleaned')),
                    ('at', models.DateTimeField()),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.article')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-number'],
                    'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='one_version_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Helped',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_yes', models.BooleanField()),
                    ('asked', models.CharField(blank=True, help_text='the words that led there', max_length=200)),
                    ('key', models.CharField(help_text='one visit: a second answer replaces the first', max_length=64)),
                    ('at', models.DateTimeField()),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='knowledge.article')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.version')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('is_yes', False)), fields=['article', '-at'], name='helped_no'), models.Index(fields=['at'], name='helped_when')],
                    'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='one_answer_a_visit')],
                },
            ),
            migrations.CreateModel(
                name='Posting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('term', models.CharField(max_length=64)),
                    ('weight', models.FloatField()),
                    ('length', models.FloatField()),
                    ('circle', models.BigIntegerField()),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='knowledge.document')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('term', 'article'), include=('weight', 'length', 'circle'), name='one_posting_a_word')],
                },
            ),
        ]),
    ]
