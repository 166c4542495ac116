"""Two invented negotiations that the models were not taught with: a trade quarrel and a truce in a civil war."""

from positions.evaluation.plain_sentences import invented_issue, invented_party
from positions.extraction.contract import Catalog

TRADE = Catalog(
    negotiation="trade",
    parties=(
        invented_party("arvenia", "Arvenia", "Arvenian", speaker="Lena Torv", title="Trade Minister"),
        invented_party("belmar", "Belmar", "Belmari", speaker="Oskar Penn", title="Prime Minister"),
    ),
    issues=(
        invented_issue(
            "wine-duty",
            "Belmar lifts its duty on wine.",
            "lift the wine duty",
            "end of the wine duty",
            against=("wine duty", "duty on wine"),
        ),
        invented_issue(
            "data-flows", "Data may flow freely between the two countries.", "free flow of data", "data flows"
        ),
        invented_issue("beef-imports", "Arvenia opens its market to beef.", "beef imports", "open its market to beef"),
        invented_issue("court", "Disputes go to a joint court.", "joint court", "arbitration court"),
    ),
)
TRUCE = Catalog(
    negotiation="truce",
    parties=(
        invented_party("council", "Ruling Council", "the council", speaker="Dara Oun", title="General"),
        invented_party("front", "Northern Front", "the rebels", speaker="Samir Hale", title="Commander"),
        invented_party("league", "Lake League", "the League", speaker="Ruth Abena", title="mediator"),
    ),
    issues=(
        invented_issue("truce", "Fighting stops for sixty days.", "truce", "sixty-day truce", "halt to the fighting"),
        invented_issue("amnesty", "Fighters receive an amnesty.", "amnesty"),
        invented_issue("aid-corridor", "Aid convoys may pass to the north.", "aid corridor", "aid convoys"),
        invented_issue("disarmament", "The Northern Front lays down its arms.", "disarmament", "lay down its arms"),
    ),
)
WORLDS = {catalog.negotiation: catalog for catalog in (TRADE, TRUCE)}
