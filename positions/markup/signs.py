"""What a page says of itself in its marks: its title, its kind, whether it is free to read."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)


@dataclass(frozen=True)
class Signs:
    """What a page says of itself."""

    title: str
    kind: str
    scripts: str
    visible: str

    @classmethod
    def of(cls, tree: HtmlElement) -> "Signs":
        heads = [*tree.xpath("//title//text()"), *tree.xpath("//h1//text()")]
        kinds = tree.xpath("//meta[@property='og:type']/@content")
        scripts = tree.xpath("//script[@type='application/ld+json']//text()")
        body = tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
        return cls(
            title=" ".join(map(str, heads)),
            kind=str(kinds[0]).lower() if kinds else "",
            scripts="\n".join(map(str, scripts)),
            visible=" ".join(" ".join(map(str, body)).split()),
        )

    @property
    def is_not_free(self) -> bool:
        return NOT_FREE.search(self.scripts) is not None
