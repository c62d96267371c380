# ruff: noqa: ISC004
"""Pages of articles in the manner of many makers, around invented pieces in several languages."""

import json
from typing import Any

ENGLISH = [
    "The harbour office of Port Hallow opened its ledgers on Monday, after eleven years in which "
    "nobody outside the council had been allowed to read a single page of them.",
    "Fishers who had paid twice for the same moorings stood in the queue before dawn, and some of "
    "them brought the receipts that they had kept in biscuit tins since the storm.",
    "The clerk on duty, Marit Olsen, read the first entries aloud because the copying machine had "
    "broken down, and by noon three people were crying and one was singing.",
    "A council spokesman said that the fees had been lawful at the time, that an inquiry would "
    "serve nobody, and that the matter of the second crane was closed for good.",
    "The crane, which appears in the ledgers as delivered, paid for and insured, has never been "
    "seen by anybody who works in the harbour, and its foundations are full of rain.",
    "On Thursday the dockers' choir will read the remaining pages in the fish hall, a decade an "
    "evening, and whoever finds an own name in them is invited to keep the page.",
]
SPANISH = [
    "La oficina del puerto abrió sus libros el lunes, después de once años en los que nadie de "
    "fuera del consejo había podido leer una sola página de aquellas cuentas.",
    "Los pescadores que pagaron dos veces por el mismo amarre hicieron cola antes del alba, y "
    "algunos trajeron los recibos que guardaban en latas de galletas desde la tormenta.",
    "La funcionaria de turno leyó en voz alta las primeras entradas porque la fotocopiadora estaba "
    "averiada, y al mediodía tres personas lloraban y una cantaba en la escalera.",
    "Un portavoz dijo que las tasas eran legales en su momento, que una investigación no serviría "
    "a nadie y que el asunto de la segunda grúa quedaba cerrado para siempre.",
]
ARABIC = [
    "فتح مكتب الميناء دفاتره يوم الاثنين بعد أحد عشر عاما لم يسمح فيها لأحد من خارج المجلس بقراءة "
    "صفحة واحدة من تلك الحسابات التي ظلت مغلقة في الطابق العلوي.",
    "وقف الصيادون الذين دفعوا مرتين ثمن الرصيف نفسه في الطابور قبل الفجر، وأحضر بعضهم الإيصالات "
    "التي احتفظوا بها في علب البسكويت منذ العاصفة الكبيرة.",
    "قرأت الموظفة المناوبة أولى الصفحات بصوت عال لأن آلة النسخ كانت معطلة، وعند الظهر كان ثلاثة "
    "أشخاص يبكون وكان واحد يغني على الدرج أمام الجميع.",
]
GERMAN = [
    "Das Hafenamt öffnete am Montag seine Bücher, nachdem elf Jahre lang niemand außerhalb des "
    "Rates auch nur eine einzige Seite davon hatte lesen dürfen.",
    "Fischer, die zweimal für denselben Liegeplatz bezahlt hatten, standen vor Tagesanbruch an, "
    "und manche brachten die Quittungen mit, die sie seit dem Sturm in Keksdosen verwahrten.",
    "Die diensthabende Beamtin las die ersten Einträge laut vor, weil das Kopiergerät kaputt war, "
    "und gegen Mittag weinten drei Menschen und einer sang auf der Treppe.",
]
HEADLINE = "The harbour opens its ledgers"
BY = "https://creativecommons.org/licenses/by/4.0/"
NC_ND = "https://creativecommons.org/licenses/by-nc-nd/4.0/"


def paragraphs(texts: list[str]) -> str:
    return "\n".join(f"<p>{text}</p>" for text in texts)


def linked(**article: Any) -> str:
    said = {"@context": "https://schema.org", "@type": "NewsArticle", **article}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def page(main: str, *, head: str = "", lang: str = "en", title: str = HEADLINE) -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}</head><body>{main}</body></html>"
    )


_MENU = (
    '<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>'
    '<li><a href="/about">About us</a></li><li><a href="/join">Join</a></li></ul></nav>'
)
_RELATED = (
    '<aside class="related"><h3>Read more</h3><ul><li><a href="/2">Bees return to the tower</a>'
    '</li><li><a href="/3">A bus without a driver</a></li></ul></aside>'
)
_FOOT = "<footer><p>© 2026 The Harbour Light. All rights reserved. Privacy. Imprint.</p></footer>"


def wordpress(texts: list[str] = ENGLISH, *, licence: str = BY, lang: str = "en") -> str:
    head = (
        '<meta name="generator" content="WordPress 6.9">'
        '<link rel="canonical" href="https://harbour-light.example/2026/11/ledgers/">'
        '<meta property="og:description" content="What the harbour owed.">'
        '<meta property="og:image" content="/wp-content/uploads/ledger.jpg">'
        '<meta property="article:published_time" content="2026-11-23T08:15:00+00:00">'
        '<meta name="author" content="Ada Quay">'
    )
    main = (
        f'<div id="page"><header class="site-header">{_MENU}</header><div id="content">'
        '<main id="main"><article class="post-7 post type-post hentry"><header>'
        f'<h1 class="entry-title">{HEADLINE}</h1><span class="byline">by <a rel="author" '
        'href="/author/ada">Ada Quay</a></span></header><figure class="wp-block-image"><img '
        'src="/wp-content/uploads/ledger.jpg" alt="A ledger, open and wet"><figcaption>Picture: '
        'Bo Reed, <a rel="license" href="https://creativecommons.org/licenses/by-nc/2.0/">CC</a>'
        f'</figcaption></figure><div class="entry-content">{paragraphs(texts)}'
        '<div class="sharedaddy"><ul><li><a href="?share=x">Share</a></li></ul></div></div>'
        f'<footer class="entry-footer">Licence: <a rel="license" href="{licence}">CC</a></footer>'
        f'</article><div id="comments"><ol><li><p>First! I knew about the crane all along.</p></li>'
        f"</ol></div></main>{_RELATED}</div>{_FOOT}</div>"
    )
    return page(main, head=head, lang=lang)


def ghost(texts: list[str] = SPANISH, *, lang: str = "es") -> str:
    head = linked(
        headline=HEADLINE,
        author=[{"@type": "Person", "name": "Ada Quay"}, {"@type": "Person", "name": "Bo Reed"}],
        datePublished="2026-11-23T08:15:00.000Z",
        dateModified="2026-11-24T10:00:00.000Z",
        image={"@type": "ImageObject", "url": "https://harbour-light.example/i.jpg"},
        inLanguage=lang,
        license=BY,
    )
    main = (
        f'<div class="gh-viewport"><header class="gh-head">{_MENU}</header><main><article class='
        f'"gh-article post"><header class="gh-article-header"><h1>{HEADLINE}</h1></header>'
        f'<section class="gh-content gh-canvas">{paragraphs(texts)}<div class="kg-card kg-cta">'
        '<a href="#/portal/signup">Sign up</a></div></section></article></main></div>'
    )
    return page(main, head=head, lang=lang)


def handmade(texts: list[str] = GERMAN, *, lang: str = "de") -> str:
    rows = "<br><br>\n".join(texts)
    return (
        f"<HTML lang={lang}><HEAD><TITLE>{HEADLINE}</TITLE><META NAME=author CONTENT='Ada Quay'>"
        f"</HEAD><BODY bgcolor=white><TABLE><TR><TD width=120>{_MENU}<TD><FONT size=6>{HEADLINE}"
        f"</FONT><P>{rows}<HR><I>Text: <A HREF='{BY}'>Creative Commons</A></I></TABLE>"
    )


def amp(texts: list[str] = ENGLISH) -> str:
    return (
        '<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><link rel="canonical" '
        f'href="https://www.harbour-light.example/ledgers"><title>{HEADLINE}</title>'
        "<style amp-boilerplate>body{visibility:hidden}</style></head><body><amp-sidebar>"
        f'{_MENU}</amp-sidebar><article><h1>{HEADLINE}</h1><amp-img src="/a.jpg" width="9" '
        f'height="5"></amp-img>{paragraphs(texts)}</article><amp-ad>Buy now</amp-ad></body></html>'
    )


def paywall(texts: list[str] = ENGLISH) -> str:
    head = linked(headline=HEADLINE, isAccessibleForFree=False)
    main = (
        f"<article><h1>{HEADLINE}</h1>{paragraphs(texts[:1])}</article><p>Subscribe to go on.</p>"
    )
    return page(main, head=head)


def cookie_wall() -> str:
    words = (
        "We and our 842 partners store and read information on your device, such as cookies, and "
        "process personal data to show you advertising that has been chosen for you, to measure "
        "it, and to learn about audiences. You may accept all of this, or pay for a subscription "
        "without advertising. You can change your mind at any time by following the link at the "
        "foot of each page, where our partners and their purposes are listed as well."
    )
    head = f'<meta property="og:description" content="{ENGLISH[0]}">'
    main = (
        f'<div class="consent"><h1>Before you read on</h1>{paragraphs([words, words[::-1]])}</div>'
    )
    return page(main, head=head, title="Your privacy")


def listing() -> str:
    """A front page, where an address that is gone often leads."""
    rows = "".join(
        f"<article><h2><a href='/{n}'>Headline number {n}</a></h2><p>Something else happened in "
        f"another town for the {n}th time, and nobody had a word to say about it.</p></article>"
        for n in range(12)
    )
    return page(f"{_MENU}<main>{rows}</main>{_FOOT}", title="The Harbour Light")
