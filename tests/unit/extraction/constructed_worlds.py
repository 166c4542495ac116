"""Four invented negotiations that the models were not taught with.

A trade quarrel, a truce in a civil war, the return of bronzes from a museum, rules for satellites.
"""

from positions.evaluation.plain_sentences import invented_issue, invented_party
from positions.extraction.contract import Catalog, ProposalEntry

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
BRONZES = Catalog(
    negotiation="bronzes",
    parties=(
        invented_party("museum", "Harcourt Museum", "the museum", speaker="Celia Wray", title="director"),
        invented_party("oyanda", "Oyanda", "Oyandan", "Port Asaba", speaker="Ife Adeko", title="Culture Minister"),
        invented_party("palace", "Royal Court of Oyanda", "the palace", speaker="Prince Ezomo", title="Prince"),
        invented_party("brenland", "Brenland", "Brenlandic", "Lisford", speaker="Marta Sole", title="Arts Minister"),
        invented_party("heirs", "Pemberly Trust", "the heirs", speaker="Hugh Pemberly", title="trustee"),
        invented_party("dealers", "Dealers' League", "the dealers", speaker="Anton Grey", title="chairman"),
    ),
    issues=(
        invented_issue(
            "return",
            "The bronzes go back to Oyanda for good.",
            "return of the bronzes",
            "return the bronzes",
            against=("keep the bronzes",),
        ),
        invented_issue("loan", "The museum lends bronzes for ten years.", "ten-year loan", "long-term loan"),
        invented_issue("shared-title", "Ownership of the bronzes is shared.", "shared ownership", "joint title"),
        invented_issue("gallery", "Brenland pays for a gallery in Port Asaba.", "new gallery", "pay for a gallery"),
        invented_issue("apology", "Brenland apologises for the raid.", "formal apology", "apologise for the raid"),
        invented_issue("export-ban", "Pieces of unclear origin may not be sold abroad.", "export ban"),
        invented_issue("archives", "The museum opens its archives to Oyandan scholars.", "open its archives"),
        invented_issue("copies", "The museum shows copies in place of the originals.", "plaster copies", "replicas"),
        invented_issue("compensation", "The heirs are paid for what they give up.", "compensation"),
    ),
    proposals=(
        ProposalEntry(slug="memorandum", title="Lisford memorandum", cues=("memorandum",), proposed_by=("brenland",)),
    ),
)
ORBIT = Catalog(
    negotiation="orbit",
    parties=(
        invented_party("stellane", "Stellane", "the operator", speaker="Dex Moran", title="chief executive"),
        invented_party("tarvia", "Tarvia", "Tarvian", "Ostrova", speaker="Irina Valk", title="Space Minister"),
        invented_party("meridor", "Meridor", "Meridoran", speaker="Paul Ansey", title="Foreign Secretary"),
        invented_party(
            "observatories",
            "Union of Observatories",
            "the observatories",
            "the astronomers",
            speaker="Ruth Calder",
            title="president",
        ),
        invented_party("insurers", "Orbital Insurers' Pool", "the insurers", speaker="Sam Tove", title="spokesman"),
        invented_party("bureau", "Outer Space Bureau", "the bureau", speaker="Leila Haas", title="director"),
    ),
    issues=(
        invented_issue("deorbit", "Dead satellites come down within five years.", "five-year rule"),
        invented_issue("launch-cap", "No operator launches more than a thousand satellites a year.", "launch cap"),
        invented_issue("debris-levy", "Operators pay a levy for the debris that they leave.", "debris levy"),
        invented_issue("brightness", "Operators dim their satellites.", "brightness limit", "dim its satellites"),
        invented_issue(
            "weapons-tests",
            "Tests of weapons against satellites end.",
            "test ban",
            "end weapons tests",
            against=("weapons tests",),
        ),
        invented_issue("tracking", "Tracking data are shared by all.", "share tracking data", "shared tracking"),
        invented_issue("liability", "Operators are liable without limit.", "unlimited liability"),
        invented_issue("low-band", "The low band is reserved for science.", "reserve the low band", "science band"),
        invented_issue("inspections", "Inspectors may enter launch sites.", "inspections", "inspect launch sites"),
    ),
    proposals=(
        ProposalEntry(slug="verin-text", title="Verin text", cues=("Verin draft",), proposed_by=("bureau",)),
        ProposalEntry(
            slug="voluntary-code", title="Voluntary code", cues=("code of conduct",), proposed_by=("stellane",)
        ),
    ),
)
WORLDS = {catalog.negotiation: catalog for catalog in (TRADE, TRUCE, BRONZES, ORBIT)}
