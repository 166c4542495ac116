"""Four invented negotiations: a trade quarrel, a climate pact, a truce in a civil war, a strike at a railway."""

from positions.extraction.contract import Catalog, IssueEntry, PartyEntry, SpeakerEntry
from positions.vocabulary import PartyKind, Role


def party(slug: str, name: str, *aliases: str, speaker: str = "", title: str = "") -> PartyEntry:
    speakers = (SpeakerEntry(name=speaker, title=title),) if speaker else ()
    return PartyEntry(
        slug=slug, name=name, kind=PartyKind.STATE, role=Role.PRINCIPAL, aliases=aliases, speakers=speakers
    )


def issue(slug: str, proposition: str, *toward: str, against: tuple[str, ...] = ()) -> IssueEntry:
    return IssueEntry(
        slug=slug, title=slug.replace("-", " ").capitalize(), proposition=proposition, toward=toward, against=against
    )


TRADE = Catalog(
    negotiation="trade",
    parties=(
        party("arvenia", "Arvenia", "Arvenian", speaker="Lena Torv", title="Trade Minister"),
        party("belmar", "Belmar", "Belmari", speaker="Oskar Penn", title="Prime Minister"),
    ),
    issues=(
        issue(
            "wine-duty",
            "Belmar lifts its duty on wine.",
            "lift the wine duty",
            "end of the wine duty",
            against=("wine duty", "duty on wine"),
        ),
        issue("data-flows", "Data may flow freely between the two countries.", "free flow of data", "data flows"),
        issue("beef-imports", "Arvenia opens its market to beef.", "beef imports", "open its market to beef"),
        issue("court", "Disputes go to a joint court.", "joint court", "arbitration court"),
    ),
)
CLIMATE = Catalog(
    negotiation="climate",
    parties=(
        party("isles", "Island Alliance", "the islands", speaker="Mere Tala", title="envoy"),
        party("petrona", "Petrona", "Petronan", speaker="Karim Sadel", title="Energy Minister"),
        party("norden", "Norden", "Nordic government", speaker="Inga Dahl", title="Climate Minister"),
    ),
    issues=(
        issue("coal-exit", "All coal plants close by 2040.", "coal exit", "phase-out of coal", "close coal plants"),
        issue("loss-fund", "A fund pays for loss and damage.", "loss and damage fund", "damage fund"),
        issue("carbon-border", "A charge on carbon is raised at the border.", "border charge", "carbon border charge"),
        issue("forest-pledge", "Logging of old forests ends.", "logging ban", "end of logging"),
    ),
)
TRUCE = Catalog(
    negotiation="truce",
    parties=(
        party("council", "Ruling Council", "the council", speaker="Dara Oun", title="General"),
        party("front", "Northern Front", "the rebels", speaker="Samir Hale", title="Commander"),
        party("league", "Lake League", "the League", speaker="Ruth Abena", title="mediator"),
    ),
    issues=(
        issue("truce", "Fighting stops for sixty days.", "truce", "sixty-day truce", "halt to the fighting"),
        issue("amnesty", "Fighters receive an amnesty.", "amnesty"),
        issue("aid-corridor", "Aid convoys may pass to the north.", "aid corridor", "aid convoys"),
        issue("disarmament", "The Northern Front lays down its arms.", "disarmament", "lay down its arms"),
    ),
)
STRIKE = Catalog(
    negotiation="strike",
    parties=(
        party(
            "union", "Rail Workers' Union", "the union", "rail workers", speaker="Pia Kord", title="General Secretary"
        ),
        party("railway", "Coast Railway", "the railway", speaker="Hugo Lamm", title="chief executive"),
        party("ministry", "Transport Ministry", "the ministry", speaker="Eva Brandt", title="Transport Minister"),
    ),
    issues=(
        issue("pay-rise", "Wages rise by six per cent.", "pay rise", "six per cent rise"),
        issue("guards", "Every train has a guard.", "guards on trains", "guard on every train"),
        issue("night-trains", "Night trains are kept.", "night trains"),
        issue("sunday-work", "Sunday work becomes compulsory.", "compulsory Sunday work", "Sunday work"),
    ),
)
WORLDS = {catalog.negotiation: catalog for catalog in (TRADE, CLIMATE, TRUCE, STRIKE)}
