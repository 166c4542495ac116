"""What a catalog file says now of quotations that were loaded before: they stay as they are, and that is told.

A statement never changes, and evidence goes only where a curator undoes its acceptance.
"""

from collections.abc import Collection, Iterator, Sequence

from positions.catalog.changes import CatalogChange
from positions.catalog.shape import PositionShape
from positions.ingestion import SourceText
from positions.models import Evidence, Statement
from positions.models.former_wording import was_corrected
from positions.statements import CodedStatement

# By this reason a decision is known to be that of a file.
FROM_THE_FILE = "From the catalog file."
# More characters of a quotation are not needed to find it.
SHOWN_CHARACTERS = 60


def said_otherwise(known: Statement, coded: CodedStatement, source: SourceText) -> Iterator[str]:
    """A sentence, where the file says otherwise now of a quotation that is stored already."""
    article = known.article
    values = {
        "attribution": (known.attribution, coded.attribution.value),
        "speaker": (known.speaker, coded.speaker),
        "said_on": (known.said_on, coded.said_on),
        "outlet": (article.outlet, source.outlet),
        "published_on": (article.published_on, source.published_on),
    }
    told = [
        f"{name} is “{was or ''}”, not “{now or ''}”"
        for name, (was, now) in values.items()
        if was != now and not was_corrected(article, name, now)
    ]
    if told:
        yield f"{_named(known)} stays as it was loaded first: {'; '.join(told)}."


def no_longer_in_the_file(
    change: CatalogChange, shapes: Sequence[PositionShape], *, articles: Collection[int]
) -> Iterator[str]:
    """A sentence for each quotation that proves a position of the file and does not stand in it. One query.

    `articles`: by key, what the file quotes now; one quotation is one article.
    """
    named = {(shape.party, shape.target, shape.valid_from) for shape in shapes}
    proving = Evidence.objects.known().filter(
        position__negotiation=change.negotiation, decision__reason=FROM_THE_FILE, statement__article__taken_down_at=None
    )
    parts = ("position__party", "position__target", "statement__party", "statement__target", "statement__article")
    for one in proving.exclude(statement__article__in=articles).select_related(*parts).order_by("id"):
        position = one.position
        if (position.party.slug, position.target.slug, position.valid_from) in named:
            yield f"{_named(one.statement)} is no longer in the file and stays evidence for the position."


def _named(statement: Statement) -> str:
    quote = statement.quote
    shown = quote if len(quote) <= SHOWN_CHARACTERS else f"{quote[:SHOWN_CHARACTERS].rstrip()}…"
    return f"The quotation “{shown}” of {statement.party.slug} on {statement.target.slug}"
