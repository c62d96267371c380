"""Write the sources down as OPML, for other readers and for another outlet."""

from pamphleteer.collect import outlines
from pamphleteer.collect.models import Source
from pamphleteer.collect.outlines import Outline
from pamphleteer.ground import clock
from pamphleteer.register.models import Outlet


def export() -> bytes:
    """Return all sources as an OPML 2.0 document, with topics, licences and credit."""
    sources = Source.objects.select_related("partner__licence").prefetch_related("topics")
    outlet = Outlet.objects.the()
    return outlines.write(
        (_outline(source) for source in sources.iterator(chunk_size=500)),
        title=f"Sources of {outlet.name}",
        at=clock.now(),
    )


def _outline(source: Source) -> Outline:
    partner = source.partner
    return Outline(
        url=source.url,
        title=source.title or partner.name,
        site=partner.url,
        language=source.language,
        folders=tuple(topic.name for topic in source.topics.all()),
        kind=source.kind,
        partner=partner.name,
        licence=partner.licence.slug,
        credit=partner.credit,
        paused=not source.active,
        selectors=source.selectors,
    )
