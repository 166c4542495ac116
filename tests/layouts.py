"""Pages of news sites in twenty layouts, and pages that look like articles and are none. All made up."""

import json
from collections.abc import Callable

FIRST = "Northland will not accept a smaller share of the river, its water minister said on Tuesday."
LAST = "The two delegations meet again in the League's house next week, both sides confirmed."
MIDDLE = (
    "The minister told reporters in the capital that her government had studied the draft of March line by line.",
    "She said that the upper dam would be built whatever the neighbours thought of it, and that money was at hand.",
    "Southland's envoy answered within hours that half of the water belonged to the people downstream by old right.",
    "A mediator of the River League, who asked not to be named, called both statements an opening and not an end.",
    "Farmers on both banks have waited for rain since autumn, and the reservoirs stand lower than in any year known.",
    "An earlier round in February ended without a paper, though the technical teams went on exchanging figures.",
    "Observers pointed to the price of grain, which has risen by a fifth, as the reason why nobody can wait for long.",
)
BODY = (FIRST, *MIDDLE, LAST)
TITLE = "Northland stands by its dam"
DAY = "2024-03-05"
MENU = "<nav><ul>" + "".join(f"<li><a href='/{s}'>{s}</a></li>" for s in ("Sport", "Weather", "Cars")) + "</ul></nav>"
FOOT = "<footer><p>© The Silver Post. <a href='/terms'>Terms</a> <a href='/cookies'>Cookies</a></p></footer>"
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in BODY)
LINKED_DATA = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": f"{DAY}T08:00:00Z",
        "author": {"@type": "Person", "name": "Ada Holm"},
        "publisher": {"@type": "Organization", "name": "The Silver Post"},
    }
)
OPEN_GRAPH = (
    f"<meta property='og:title' content='{TITLE}'><meta property='og:type' content='article'>"
    f"<meta property='og:site_name' content='The Silver Post'>"
    f"<meta property='article:published_time' content='{DAY}T08:00:00Z'>"
)


def page(body: str, *, head: str = OPEN_GRAPH, title: str = TITLE) -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title} | The Silver Post</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def _divs() -> str:
    return page(f"{MENU}<div class='wrap'><div class='story-body'><h1>{TITLE}</h1>{PARAGRAPHS}</div></div>{FOOT}")


def _breaks() -> str:
    return page(f"<table><tr><td>{MENU}</td><td><h1>{TITLE}</h1><p>{'<br><br>'.join(BODY)}</p></td></tr></table>")


def _with_ads() -> str:
    parts = [f"<p>{s}</p><div class='advert'><a href='/buy'>Buy now</a></div>" for s in BODY]
    return page(f"<article><h1>{TITLE}</h1>{''.join(parts)}</article>")


def _side() -> str:
    side = "".join(f"<li><a href='/n{n}'>Another story number {n} of the day</a></li>" for n in range(20))
    return page(f"<aside><ul>{side}</ul></aside><main><h1>{TITLE}</h1>{PARAGRAPHS}</main>{FOOT}")


ARTICLE = f"<article><h1>{TITLE}</h1><time datetime='{DAY}'>5 March 2024</time>{PARAGRAPHS}</article>"
LAYOUTS: dict[str, Callable[[], str]] = {
    "article": lambda: page(MENU + ARTICLE + FOOT),
    "linked data": lambda: page(ARTICLE, head=f"<script type='application/ld+json'>{LINKED_DATA}</script>"),
    "both": lambda: page(ARTICLE, head=f"{OPEN_GRAPH}<script type='application/ld+json'>{LINKED_DATA}</script>"),
    "divs": _divs,
    "breaks in a table": _breaks,
    "advertisements": _with_ads,
    "long side": _side,
    "main": lambda: page(f"{MENU}<main>{ARTICLE}</main>{FOOT}"),
    "entry content": lambda: page(f"<div class='entry-content'><h1>{TITLE}</h1>{PARAGRAPHS}</div>"),
    "post": lambda: page(
        f"<div id='post-7' class='post'><h2>{TITLE}</h2><div class='content'>{PARAGRAPHS}</div></div>"
    ),
    "section": lambda: page(f"<section role='main'><h1>{TITLE}</h1>{PARAGRAPHS}</section>"),
    "item property": lambda: page(f"<div itemprop='articleBody'>{PARAGRAPHS}</div>"),
    "header and comments": lambda: page(
        f"{ARTICLE}<div id='comments'><p>I disagree with every word of this, says a reader.</p></div>"
    ),
    "amp": lambda: page(f"<div class='amp-article'>{ARTICLE}</div>").replace("<html ", "<html amp "),
    "no end tags": lambda: page(f"<h1>{TITLE}</h1>" + "".join(f"<p>{s}" for s in BODY)),
    "xhtml": lambda: '<?xml version="1.0" encoding="utf-8"?>' + page(ARTICLE).replace("<br>", "<br/>"),
    "upper case": lambda: page(ARTICLE.replace("<p>", "<P>").replace("</p>", "</P>")),
    "quotation": lambda: page(f"<article><h1>{TITLE}</h1><blockquote>{PARAGRAPHS}</blockquote>{PARAGRAPHS}</article>"),
    "spans": lambda: page("<article>" + "".join(f"<p><span>{s}</span></p>" for s in BODY) + "</article>"),
    "scripts inside": lambda: page(
        f"<article>{PARAGRAPHS.replace('</p>', '</p><script>var a=1;</script>', 3)}</article>"
    ),
}

TEASER = f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{MIDDLE[0]}</p></article>"
# Pages without an article: what they are, and how the reason names it.
NO_ARTICLES = {
    "soft 404": (page("<h1>Page not found</h1><p>Try the front page.</p>", title="404"), "nothing at this address"),
    "paywall": (page(f"{TEASER}<p>Subscribe to continue reading this story.</p>"), "for subscribers"),
    "paywall in its data": (
        page(TEASER, head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'),
        "for subscribers",
    ),
    "cookie wall": (
        page("<h1>Before you continue</h1><p>We use cookies. Accept all cookies or manage your choices.</p>"),
        "consent",
    ),
    "video": (page(f"<h1>Watch</h1><p>{FIRST}</p>", head="<meta property='og:type' content='video.other'>"), "video"),
    "robot check": (page("<h1>One more step</h1><p>Verify you are human to go on.</p>"), "consent or a proof"),
    "empty": (page("<div id='root'></div>"), "no article"),
}
