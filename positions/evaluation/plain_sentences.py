"""Stage evaluation: plain sentences of two invented negotiations, learnt from beside the coded articles.

News seldom says plainly who rejects what; without such sentences the models doubt them. Two other invented
negotiations, in the tests, tell whether what was learnt holds elsewhere.
In: `plain_sentences.txt`. Out: gold articles of one or two sentences. Only training calls it.
"""

from collections.abc import Iterator
from pathlib import Path

from positions.evaluation.gold import GoldArticle, GoldStatement
from positions.extraction.contract import UNKNOWN, Catalog, IssueEntry, PartyEntry, SpeakerEntry
from positions.vocabulary import Act, Attribution, PartyKind, Role, Stance

SENTENCES_FILE = Path(__file__).with_suffix(".txt")
NOTHING = "-"


def invented_party(slug: str, name: str, *aliases: str, speaker: str, title: str) -> PartyEntry:
    """A principal with one speaker, as a catalog has it; what kind of party it is no extractor reads."""
    speakers = (SpeakerEntry(name=speaker, title=title),)
    return PartyEntry(
        slug=slug, name=name, kind=PartyKind.STATE, role=Role.PRINCIPAL, aliases=aliases, speakers=speakers
    )


def invented_issue(slug: str, proposition: str, *toward: str, against: tuple[str, ...] = ()) -> IssueEntry:
    """An issue whose title is its slug in words; `toward`, `against`: cues of the outcome and of its opposite."""
    title = slug.replace("-", " ").capitalize()
    return IssueEntry(slug=slug, title=title, proposition=proposition, toward=toward, against=against)


CLIMATE = Catalog(
    negotiation="climate",
    parties=(
        invented_party("isles", "Island Alliance", "the islands", speaker="Mere Tala", title="envoy"),
        invented_party("petrona", "Petrona", "Petronan", speaker="Karim Sadel", title="Energy Minister"),
        invented_party("norden", "Norden", "Nordic government", speaker="Inga Dahl", title="Climate Minister"),
    ),
    issues=(
        invented_issue(
            "coal-exit", "All coal plants close by 2040.", "coal exit", "phase-out of coal", "close coal plants"
        ),
        invented_issue("loss-fund", "A fund pays for loss and damage.", "loss and damage fund", "damage fund"),
        invented_issue(
            "carbon-border", "A charge on carbon is raised at the border.", "border charge", "carbon border charge"
        ),
        invented_issue("forest-pledge", "Logging of old forests ends.", "logging ban", "end of logging"),
    ),
)
STRIKE = Catalog(
    negotiation="strike",
    parties=(
        invented_party(
            "union", "Rail Workers' Union", "the union", "rail workers", speaker="Pia Kord", title="General Secretary"
        ),
        invented_party("railway", "Coast Railway", "the railway", speaker="Hugo Lamm", title="chief executive"),
        invented_party(
            "ministry", "Transport Ministry", "the ministry", speaker="Eva Brandt", title="Transport Minister"
        ),
    ),
    issues=(
        invented_issue("pay-rise", "Wages rise by six per cent.", "pay rise", "six per cent rise"),
        invented_issue("guards", "Every train has a guard.", "guards on trains", "guard on every train"),
        invented_issue("night-trains", "Night trains are kept.", "night trains"),
        invented_issue("sunday-work", "Sunday work becomes compulsory.", "compulsory Sunday work", "Sunday work"),
    ),
)
INVENTED = {catalog.negotiation: catalog for catalog in (CLIMATE, STRIKE)}


def plain_articles() -> Iterator[GoldArticle]:
    """One a line: a text with one statement about all of it, or with none."""
    for number, line in enumerate(SENTENCES_FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        negotiation, party, target, stance, attribution, text = line.split(" | ", 5)
        statements = () if party == NOTHING else (plain_statement(party, target, stance, attribution, text),)
        yield GoldArticle(
            stem=f"plain-{number}",
            text=text,
            source=UNKNOWN,
            catalog=INVENTED[negotiation],
            statements=statements,
        )


def plain_statement(party: str, target: str, stance: str, attribution: str, text: str) -> GoldStatement:
    """A statement whose quote is the whole text. Raises: ValueError for a word that the vocabulary does not have."""
    return GoldStatement(
        party=party,
        targets=(target,),
        stance=Stance(stance),
        act=Act.DECLARATION,
        attribution=Attribution(attribution),
        start=0,
        end=len(text),
        is_optional=False,
    )
