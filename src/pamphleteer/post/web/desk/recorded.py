"""What the record says of the deeds of the post."""

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from pamphleteer.desk.recorded import Recorded

recorded = Recorded(
    deeds={
        "digest.made": pgettext_lazy("deed", "made"),
        "digest.changed": pgettext_lazy("deed", "changed"),
        "digest.led": pgettext_lazy("deed", "chose what stands first in"),
        "edition.composed": pgettext_lazy("deed", "composed"),
        "edition.worded": pgettext_lazy("deed", "worded"),
        "edition.approved": pgettext_lazy("deed", "let go"),
        "edition.dropped": pgettext_lazy("deed", "dropped"),
        "fence.raised": pgettext_lazy("deed", "held"),
        "fence.released": pgettext_lazy("deed", "let go"),
        "edition.doubt_again": pgettext_lazy("deed", "sent what was in doubt again of"),
        "edition.doubt_left": pgettext_lazy("deed", "left what was in doubt as it is of"),
        "digest.doubt_again": pgettext_lazy("deed", "sent what was in doubt again of"),
        "digest.doubt_left": pgettext_lazy("deed", "left what was in doubt as it is of"),
        "edition.believed": pgettext_lazy(
            "deed", "took readers off the list for what came back of"
        ),
        "edition.dismissed": pgettext_lazy(
            "deed", "kept readers on the list after what came back of"
        ),
        "digest.believed": pgettext_lazy("deed", "took readers off the list for what came back of"),
        "digest.dismissed": pgettext_lazy(
            "deed", "kept readers on the list after what came back of"
        ),
        "relay.tried": pgettext_lazy("deed", "had a relay tried again of"),
        "reader.shown": pgettext_lazy("deed", "looked at the whole address of"),
        "reader.forgotten": pgettext_lazy("deed", "forgot"),
        "readers.shown": pgettext_lazy("deed", "looked at the addresses of readers of"),
        "readers.exported": pgettext_lazy("deed", "took along the readers of"),
        "readers.kept_off": pgettext_lazy("deed", "brought in who gets no mail from"),
        "readers.imported": pgettext_lazy("deed", "brought readers in to"),
    },
    sorts={
        "digest": lazy("Digests"),
        "edition": lazy("Editions"),
        "fence": lazy("Mail"),
        "reader": lazy("Readers"),
        "readers": lazy("Lists of readers"),
    },
    aside={"article": lazy("article")},
)
