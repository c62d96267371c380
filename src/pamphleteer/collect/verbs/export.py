"""Write the sources down as OPML, for other readers and for another outlet."""

from collections import defaultdict
from collections.abc import Sequence

from pamphleteer.collect import outlines
from pamphleteer.collect.models import Source
from pamphleteer.collect.outlines import Outline
from pamphleteer.ground import clock
from pamphleteer.register.models import Outlet


def export() -> bytes:
    """Return all sources as an OPML 2.0 document, with topics, licences and credit."""
    sources = Source.objects.select_related("partner__licence")
    topics, outlet = _topics(), Outlet.objects.the()
    return outlines.write(
        (_outline(source, topics[source.pk]) for source in sources.iterator(chunk_size=500)),
        title=f"Sources of {outlet.name}",
        at=clock.now(),
    )


def _topics() -> defaultdict[int, list[str]]:
    """Return the names of the topics of each source, in the order in which it was put into them."""
    found = defaultdict[int, list[str]](list)
    through = Source.topics.through._default_manager.order_by("pk")
    for key, name in through.values_list("source_id", "topic__name"):
        found[key].append(name)
    return found


def _outline(source: Source, topics: Sequence[str]) -> Outline:
    partner = source.partner
    return Outline(
        url=source.url,
        title=source.title or partner.name,
        site=partner.url,
        language=source.language,
        folders=tuple(topics),
        kind=source.kind,
        partner=partner.name,
        licence=partner.licence.slug,
        credit=partner.credit,
        paused=not source.active,
        selectors=source.selectors,
    )
