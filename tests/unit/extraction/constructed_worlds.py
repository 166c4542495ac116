"""Nine invented negotiations that the models were not taught with.

A trade quarrel, a truce in a civil war, the return of bronzes from a museum, rules for satellites; a canal and a
garrison, a railway strike, cod quotas, the merger of two schools; the flights of an airport at night.
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
CANAL = Catalog(
    negotiation="canal",
    parties=(
        invented_party("ostra", "Ostra", "Ostran", "Velik", speaker="Lena Korb", title="President"),
        invented_party("tirel", "Tirel", "Tirelian", "Port Sabin", speaker="Hugo Dast", title="Prime Minister"),
        invented_party("basin", "Basin Commission", "the commission", speaker="Mara Oss", title="commissioner"),
    ),
    issues=(
        invented_issue(
            "tolls",
            "Tirel lowers the tolls on the canal.",
            "lower the tolls",
            "lower tolls",
            "toll cut",
            against=("canal tolls",),
        ),
        invented_issue(
            "garrison",
            "Tirel withdraws its garrison from Sarn.",
            "withdraw its garrison",
            "withdrawal of the garrison",
            "leave Sarn",
        ),
        invented_issue(
            "water", "Ostra receives a larger share of the river's water.", "larger share of the water", "water share"
        ),
        invented_issue(
            "prisoners",
            "All prisoners are exchanged.",
            "prisoner exchange",
            "exchange of prisoners",
            "release of all prisoners",
        ),
        invented_issue("patrols", "Both navies patrol the delta together.", "joint patrols"),
        invented_issue("fishing", "Tirelian boats may fish in the gulf.", "fishing rights", "fish in the gulf"),
    ),
    proposals=(
        ProposalEntry(
            slug="plan",
            title="Commission's plan",
            cues=("commission's plan", "seven-point plan"),
            proposed_by=("basin",),
        ),
    ),
)
RAIL = Catalog(
    negotiation="rail",
    parties=(
        invented_party("union", "Rail Workers' Union", "the union", "RWU", speaker="Tessa Bright", title="president"),
        invented_party("norrail", "Norrail", "the company", speaker="Carl Venn", title="chief executive"),
        invented_party(
            "ministry",
            "Transport Ministry",
            "the government",
            "the ministry",
            speaker="Ida Moss",
            title="Transport Minister",
        ),
        invented_party("riders", "Riders' Alliance", "the riders", speaker="Pim Aldo", title="spokesman"),
    ),
    issues=(
        invented_issue("raise", "Norrail raises pay by nine percent.", "nine percent raise", "pay rise", "raise pay"),
        invented_issue(
            "nights", "Night shifts are shortened to seven hours.", "shorter night shifts", "seven-hour night shifts"
        ),
        invented_issue("solo", "Trains run with a driver alone.", "driver-only trains", "driver-only operation"),
        invented_issue(
            "pause",
            "The strike is suspended during talks.",
            "suspend the strike",
            "pause in the strike",
            "call off the strike",
        ),
        invented_issue("arbitration", "An arbitrator decides.", "binding arbitration", "arbitrator"),
        invented_issue("ticket", "Holders of season tickets are paid back.", "refunds", "season-ticket refunds"),
    ),
    proposals=(
        ProposalEntry(
            slug="offer",
            title="mediators' offer",
            cues=("mediators' offer", "mediators' package"),
            proposed_by=("ministry",),
        ),
    ),
)
FISH = Catalog(
    negotiation="cod",
    parties=(
        invented_party("noria", "Noria", "Norian", "Halsund", speaker="Greta Lind", title="Fisheries Minister"),
        invented_party("sald", "Sald", "Saldish", "Mirrow", speaker="Owen Kerr", title="First Minister"),
        invented_party("council", "Fisheries Council", "the council", speaker="Ruben Daal", title="chairman"),
        invented_party("crews", "Skippers' Guild", "the skippers", "the guild", speaker="Tom Brand", title="secretary"),
    ),
    issues=(
        invented_issue(
            "quota",
            "The cod quota is cut by a third.",
            "cut the quota",
            "quota cut",
            "smaller quota",
            against=("higher quota",),
        ),
        invented_issue(
            "box", "The Rock Box is closed to trawlers.", "close the Rock Box", "closure of the Rock Box", "trawler ban"
        ),
        invented_issue("observers", "Observers sail on every boat.", "observers on board", "onboard observers"),
        invented_issue(
            "access", "Saldish boats keep access to Norian waters.", "access to Norian waters", "access deal"
        ),
        invented_issue("fund", "A fund pays for boats that are scrapped.", "scrapping fund", "scrappage fund"),
        invented_issue("nets", "Nets have wider meshes.", "wider meshes", "mesh size"),
    ),
    proposals=(
        ProposalEntry(
            slug="compromise",
            title="Daal compromise",
            cues=("Daal compromise", "chairman's compromise"),
            proposed_by=("council",),
        ),
    ),
)
SCHOOL = Catalog(
    negotiation="merger",
    parties=(
        invented_party("board", "School Board", "the board", speaker="Nora Vell", title="chairwoman"),
        invented_party(
            "teachers",
            "Teachers' Federation",
            "the federation",
            "the teachers",
            speaker="Sam Okoro",
            title="general secretary",
        ),
        invented_party("parents", "Parents United", "the parents", speaker="Jill Hart", title="spokeswoman"),
        invented_party("town", "Town of Eskerby", "Eskerby", "the town", speaker="Paul Rees", title="Mayor"),
    ),
    issues=(
        invented_issue(
            "merge", "The two schools become one.", "merge the schools", "merger of the schools", "school merger"
        ),
        invented_issue("jobs", "No teacher is dismissed.", "no dismissals", "job guarantee"),
        invented_issue("bus", "Pupils ride a free bus.", "free school bus", "free bus"),
        invented_issue("site", "The old mill becomes the school's site.", "old mill site", "move to the old mill"),
        invented_issue("week", "Lessons are given on four days a week.", "four-day week", "four-day timetable"),
        invented_issue("vote", "Residents vote on the plan.", "local referendum", "residents' vote"),
    ),
    proposals=(
        ProposalEntry(
            slug="blueprint",
            title="Vell blueprint",
            cues=("Vell blueprint", "board's blueprint"),
            proposed_by=("board",),
        ),
    ),
)
AIRPORT = Catalog(
    negotiation="airport",
    parties=(
        invented_party("airport", "Lunden Airport", "the airport", speaker="Eva Stern", title="chief executive"),
        invented_party("airline", "Norava", "the airline", speaker="Luca Brandt", title="managing director"),
        invented_party("residents", "Quiet Skies", "the residents", speaker="Mara Quist", title="chairwoman"),
        invented_party("city", "City of Lunden", "the city", "Lunden's council", speaker="Jonas Pell", title="Mayor"),
    ),
    issues=(
        invented_issue("curfew", "No plane takes off between ten and six.", "night curfew", "ban on night flights"),
        invented_issue("runway", "A third runway is built.", "third runway", "build a third runway"),
        invented_issue("levy", "Airlines pay a levy for noise.", "noise levy"),
        invented_issue("windows", "The airport pays for new windows.", "new windows", "window scheme"),
        invented_issue("paths", "Planes approach over the lake.", "approach over the lake", "lake route"),
        invented_issue("monitor", "Noise is measured by an independent body.", "independent monitoring"),
    ),
    proposals=(
        ProposalEntry(slug="pact", title="Pell pact", cues=("Pell pact", "mayor's pact"), proposed_by=("city",)),
    ),
)
WORLDS = {w.negotiation: w for w in (TRADE, TRUCE, BRONZES, ORBIT, CANAL, RAIL, FISH, SCHOOL, AIRPORT)}
