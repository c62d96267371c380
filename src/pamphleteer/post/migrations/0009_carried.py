import hashlib
import json

from django.db import migrations, models

SOME = 500


def key_of(digest):
    """Return the hash of what readers without any wishes wish: the letter as it was."""
    said = [digest, None, "daily", None, None, "", "", "html"]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def carry(apps, schema_editor):
    """Give every edition a letter, every mail its letter, and every reader what they had."""
    Digest, Edition, Piece, Choice, Letter, Enclosure, Outlet = (
        apps.get_model(room, name)
        for room, name in (
            ("post", "Digest"), ("post", "Edition"), ("post", "Piece"), ("post", "Choice"),
            ("post", "Letter"), ("post", "Enclosure"), ("register", "Outlet"),
        )
    )
    outlet = Outlet.objects.filter(pk=1).first()
    language = outlet.language if outlet else "en"
    words(Piece)
    for edition in Edition.objects.order_by("pk").only("pk", "digest", "subject", "cut_at"):
        pieces = list(Piece.objects.filter(edition=edition).order_by("rank").values_list("pk", flat=True))
        Edition.objects.filter(pk=edition.pk).update(
            upto=max(pieces, default=0), ready_at=edition.cut_at
        )
        letter = Letter.objects.create(
            digest_id=edition.digest_id,
            edition=edition,
            key=hashlib.sha256(f"edition {edition.pk}".encode()).hexdigest(),
            language=language,
            form="html",
            subject=edition.subject,
            made_at=edition.cut_at,
            more=max(0, len(pieces) - 60),
        )
        Enclosure.objects.bulk_create(
            Enclosure(letter=letter, piece_id=piece, rank=rank)
            for rank, piece in enumerate(pieces[:60], 1)
        )
        Piece.objects.filter(pk__in=pieces[60:]).update(over=True)
        before = Edition.objects.filter(digest=edition.digest_id, pk__lt=edition.pk)
        after = before.aggregate(last=models.Max("upto"))["last"] or 0
        schema_editor.execute(
            'UPDATE post_delivery SET letter_id = %s, "after" = %s WHERE edition_id = %s',
            [letter.pk, after, edition.pk],
        )
    for digest in Digest.objects.all():
        last = Edition.objects.filter(digest=digest).aggregate(last=models.Max("upto"))["last"] or 0
        choice = Choice.objects.create(
            digest=digest, key=key_of(digest.pk), rhythm="daily", form="html", served=last
        )
        schema_editor.execute(
            "INSERT INTO post_subscription (reader_id, digest_id, choice_id, upto, since) "
            "SELECT r.reader_id, r.digest_id, %s, %s, COALESCE(p.confirmed_at, p.asked_at) "
            "FROM post_reader_digests r JOIN post_reader p ON p.id = r.reader_id "
            "WHERE r.digest_id = %s",
            [choice.pk, last, digest.pk],
        )


def words(Piece):
    """Give pieces that went out before whose they are, and their topics."""
    last = 0
    while True:
        rows = Piece.objects.filter(pk__gt=last).order_by("pk").select_related("article__partner")
        some = list(rows.defer("article__body").prefetch_related("article__topics")[:SOME])
        if not some:
            return
        for piece in some:
            article = piece.article
            partner = article.partner
            piece.authors = article.authors
            piece.credit = (partner.credit or partner.name if partner else article.credit)[:300]
            piece.topics = [topic.pk for topic in article.topics.all()]
        Piece.objects.bulk_update(some, ["authors", "credit", "topics"])
        last = some[-1].pk


class Migration(migrations.Migration):

    dependencies = [("post", "0008_choices")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
