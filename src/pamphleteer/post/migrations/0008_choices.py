import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

BIG = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
FORMS = [("html", "HTML"), ("text", "Text")]
RHYTHMS = [("daily", "Daily"), ("weekly", "Weekly"), ("at once", "At Once")]
STATES = [("waiting", "waiting for approval"), ("ready", "Ready"), ("dropped", "Dropped")]
APPROVALS = [
    ("none", "it goes by itself"),
    ("goes", "it waits for an editor, and goes after a time"),
    ("drops", "it waits for an editor, and is dropped after a time"),
]


def key(to, **options):
    """Return a foreign key."""
    on_delete = options.pop("on_delete", django.db.models.deletion.CASCADE)
    return models.ForeignKey(on_delete=on_delete, to=to, **options)


PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):

    dependencies = [
        ("post", "0007_consents"),
        ("desk", "0036_show_cover"),
        ("register", "0015_licence_words"),
    ]

    operations = [
        migrations.AddField("digest", "every_topic", models.BooleanField(
            default=True, help_text="If not, only the topics chosen.")),
        migrations.AddField("digest", "topics", models.ManyToManyField(
            blank=True, related_name="+", to="register.topic")),
        migrations.AddField("digest", "order", models.CharField(
            choices=[("newest", "Newest"), ("topic", "Topic")], default="newest", max_length=10)),
        migrations.AddField("digest", "lead", key(
            "desk.article", blank=True, null=True, related_name="+",
            help_text="Stands first in the next edition.",
            on_delete=django.db.models.deletion.SET_NULL)),
        migrations.AddField("digest", "most", models.PositiveSmallIntegerField(
            default=60, help_text="Pieces in a letter; the others are on the edition's page.",
            validators=[django.core.validators.MinValueValidator(1)])),
        migrations.AddField("digest", "opening", models.TextField(
            blank=True, default="", help_text="A note above the pieces; plain text."),
            preserve_default=False),
        migrations.AddField("digest", "subject", models.CharField(
            blank=True, default="", max_length=200,
            help_text="A template: {headline}, {digest}, {day}, {count}; empty for the first headline."),
            preserve_default=False),
        migrations.AddField("digest", "approval", models.CharField(
            choices=APPROVALS, default="none", max_length=10)),
        migrations.AddField("digest", "approval_hours", models.PositiveSmallIntegerField(
            default=4, help_text="How long an edition waits for an editor.")),
        migrations.AddField("edition", "state", models.CharField(
            choices=STATES, default="ready", max_length=10)),
        migrations.AddField("edition", "ready_at", models.DateTimeField(null=True)),
        migrations.AddField("edition", "upto", models.BigIntegerField(
            default=0, help_text="The position of its last piece in the digest."),
            preserve_default=False),
        migrations.AddField("edition", "opening", models.TextField(blank=True, default=""),
            preserve_default=False),
        migrations.AddField("edition", "worded", models.BooleanField(
            default=False, help_text="The subject was written by hand.")),
        migrations.AlterField("edition", "number", models.PositiveIntegerField(
            help_text="Given when it is ready: the numbers have no gaps.", null=True)),
        migrations.AlterField("piece", "digest", key(
            "post.digest", related_name="pieces", on_delete=PROTECT)),
        migrations.AlterField("piece", "edition", key(
            "post.edition", null=True, related_name="pieces")),
        migrations.AlterField("piece", "rank", models.PositiveIntegerField(null=True)),
        migrations.AddField("piece", "over", models.BooleanField(
            default=False, help_text="Beyond the digest's number: on the page, in no letter.")),
        migrations.AddField("piece", "told", models.BooleanField(
            default=False, help_text="Was in a letter before its edition.")),
        migrations.AddField("piece", "authors", models.CharField(
            blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("piece", "credit", models.CharField(
            blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("piece", "section", models.CharField(
            blank=True, default="", max_length=120, help_text="The topic it stands under."),
            preserve_default=False),
        migrations.AddField("piece", "topics", models.JSONField(
            default=list, help_text="The numbers of its topics at the cut.")),
        migrations.AddIndex("piece", models.Index(
            fields=["digest", "id"], name="post_piece_digest__8d970d_idx")),
        migrations.CreateModel("Choice", [
            ("id", BIG),
            ("digest", key("post.digest", related_name="choices")),
            ("key", models.CharField(
                help_text="A hash of what is wished.", max_length=64, unique=True)),
            ("topics", models.JSONField(
                null=True, help_text="Their numbers, in order; null for all.")),
            ("rhythm", models.CharField(choices=RHYTHMS, default="daily", max_length=10)),
            ("weekday", models.PositiveSmallIntegerField(null=True, help_text="0 is Monday.")),
            ("hour", models.PositiveSmallIntegerField(null=True)),
            ("zone", models.CharField(blank=True, max_length=60)),
            ("language", models.CharField(blank=True, max_length=20)),
            ("form", models.CharField(choices=FORMS, default="html", max_length=4)),
            ("due_at", models.DateTimeField(
                db_index=True, null=True,
                help_text="Its next moment; null where news is the moment.")),
            ("served", models.BigIntegerField(
                default=0,
                help_text="The position up to which it was looked at, where news is the moment.")),
        ]),
        migrations.CreateModel("Subscription", [
            ("id", BIG),
            ("reader", key("post.reader", related_name="subscriptions")),
            ("digest", key("post.digest", related_name="subscriptions")),
            ("choice", key(
                "post.choice", db_index=False, related_name="subscriptions", on_delete=PROTECT)),
            ("upto", models.BigIntegerField()),
            ("since", models.DateTimeField()),
        ], options={
            "constraints": [models.UniqueConstraint(
                fields=("reader", "digest"), name="one_subscription_to_a_digest")],
            "indexes": [models.Index(
                fields=["choice", "upto", "id"], name="post_subscr_choice__eeba1a_idx")],
        }),
        migrations.CreateModel("Letter", [
            ("id", BIG),
            ("digest", key("post.digest", related_name="letters", on_delete=PROTECT)),
            ("edition", key(
                "post.edition", null=True, related_name="letters", on_delete=PROTECT,
                help_text="The newest one in it; none in a letter about a piece at once.")),
            ("key", models.CharField(
                help_text="A hash of all that it says.", max_length=64, unique=True)),
            ("language", models.CharField(max_length=20)),
            ("form", models.CharField(max_length=4)),
            ("subject", models.CharField(max_length=300)),
            ("more", models.PositiveIntegerField(
                default=0, help_text="Pieces on the edition's page only.")),
            ("made_at", models.DateTimeField()),
        ]),
        migrations.CreateModel("Enclosure", [
            ("id", BIG),
            ("letter", key("post.letter", db_index=False, related_name="enclosures")),
            ("piece", key("post.piece", related_name="+", on_delete=PROTECT)),
            ("rank", models.PositiveIntegerField()),
        ], options={
            "ordering": ["rank"],
            "constraints": [models.UniqueConstraint(
                fields=("letter", "piece"), name="a_piece_once_in_a_letter")],
        }),
        migrations.AddField("letter", "pieces", models.ManyToManyField(
            related_name="letters", through="post.Enclosure", to="post.piece")),
        migrations.AddField("delivery", "letter", key(
            "post.letter", null=True, related_name="deliveries", on_delete=PROTECT)),
        migrations.AddField("delivery", "after", models.BigIntegerField(
            default=0,
            help_text="The position that its reader was at: there again if it is taken back."),
            preserve_default=False),
        migrations.AddField("reader", "paused_until", models.DateTimeField(
            null=True, help_text="No letters until then.")),
    ]
