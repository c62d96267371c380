import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("post", "0023_traffic"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="returned_at",
            field=models.DateTimeField(help_text="When it came back, after a relay had taken it.", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="returned_at",
            field=models.DateTimeField(help_text="When it came back, after a relay had taken it.", null=True),
        ),
        migrations.AddField(
            model_name="suppressed",
            name="mail",
            field=models.CharField(blank=True, help_text="The Message-ID of the mail that it was said of.", max_length=250),
        ),
        migrations.AddField(
            model_name="suppressed",
            name="reason",
            field=models.CharField(choices=[("unsaid", "forgotten or left, before reasons were kept"), ("failing", "its mail came back time after time"), ("unknown", "there is no such mailbox"), ("left", "left elsewhere"), ("complained", "called a letter spam"), ("forgotten", "asked to be forgotten")], default="unsaid", max_length=12),
        ),
        migrations.AddField(
            model_name="suppressed",
            name="said",
            field=models.CharField(blank=True, help_text="In whose words, without any address.", max_length=500),
        ),
        migrations.AddField(
            model_name="suppressed",
            name="status",
            field=models.CharField(blank=True, help_text="RFC 3463.", max_length=12),
        ),
        migrations.AddField(
            model_name="trial",
            name="returned_at",
            field=models.DateTimeField(help_text="When it came back, after a relay had taken it.", null=True),
        ),
        migrations.AlterField(
            model_name="suppressed",
            name="at",
            field=models.DateTimeField(help_text="Since when."),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="One of bounces.results.Kind.", max_length=12)),
                ("at", models.DateTimeField()),
                ("scope", models.CharField(max_length=8)),
                ("clear", models.BooleanField(help_text="There is no such mailbox, by who must know.")),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("status", models.CharField(blank=True, max_length=12)),
                ("said", models.CharField(blank=True, max_length=500)),
                ("standing", models.CharField(choices=[("noted", "nothing follows"), ("waits", "to be judged with what else is said of the mailing"), ("judged", "Judged"), ("doubted", "it was said of too many at once")], default="noted", max_length=8)),
                ("delivery", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="post.delivery")),
                ("notice", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="post.notice")),
                ("reader", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="post.reader")),
            ],
            options={
                "verbose_name_plural": "evidence",
                "indexes": [models.Index(fields=["standing", "at"], name="post_eviden_standin_94b695_idx")],
                "constraints": [models.UniqueConstraint(fields=("delivery", "kind"), name="said_once_of_a_delivery"), models.UniqueConstraint(fields=("notice", "kind"), name="said_once_of_a_notice")],
            },
        ),
    ]
