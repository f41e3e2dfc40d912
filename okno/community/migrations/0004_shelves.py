from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0003_votes_of_people")]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["kind", "-at", "-id"], name="post_of_kind"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["-at", "-id"], name="post_hidden", condition=models.Q(standing="hidden")
            ),
        ),
        migrations.RemoveIndex(model_name="post", name="post_new"),
    ]
