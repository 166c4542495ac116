"""What counts in a score, read once: who held what at one moment, and what its targets are part of.

For every score: of a pair, of all pairs, over time, of what if. Nothing here is read again for a pair.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.records import Moment, Scale
from positions.models import Negotiation
from positions.queries.planned import planned_once
from positions.queries.records.held import Slugs, read_held
from positions.queries.stored_words import SALIENCES, STANCES

# By slug of the party, then of the target.
Held = dict[str, dict[str, Holding]]
# Places on the scale as scores reckon with them; thousands of exact decimals take longer than all the rest.
HOLDING = (
    *("party_id", "target_id", "stance", "salience", "salience_value"),
    *("scale_low::float8", "scale_high::float8"),
)
# Written out: as part of every score, made from models they take longer than PostgreSQL takes to answer.
NAMED_THEN = """
    coalesce((
        SELECT earlier.slug FROM positions_formerlink AS link JOIN positions_target AS earlier ON earlier.id = target_id
        WHERE {link} AND until > %s ORDER BY until, link.id LIMIT 1
    ), named.slug)
"""
PARENTS = f"""
    SELECT narrower.slug, {NAMED_THEN.format(link="issue_id = narrower.id")}
    FROM positions_issue AS issue
    JOIN positions_target AS narrower ON narrower.id = issue.target_ptr_id
    JOIN positions_target AS named ON named.id = issue.parent_id
    WHERE narrower.negotiation_id = %s
"""  # noqa: S608 - words of our own
TERMS = f"""
    SELECT proposal.slug, {NAMED_THEN.format(link="term_id = term.id")}
    FROM positions_proposalterm AS term
    JOIN positions_target AS proposal ON proposal.id = term.proposal_id
    JOIN positions_target AS named ON named.id = term.issue_id
    WHERE proposal.negotiation_id = %s
"""  # noqa: S608 - words of our own


def read_holdings(*, parties: Slugs, targets: Slugs, moment: Moment) -> Held:
    """What these parties held on these targets. One query.

    Shape: every party of `parties` in their order, one that held nothing too.
    """
    held: Held = {slug: {} for slug in parties.values()}
    rows = read_held(moment, *HOLDING, parties=parties, targets=targets)
    for party, target, stance, salience, number, low, high in rows:
        held[parties[party]][targets[target]] = Holding(
            stance=STANCES[stance],
            salience=SALIENCES[salience],
            salience_value=number,
            scale=None if low is None else Scale(low, high),
        )
    return held


def weighed_targets(negotiation: Negotiation, slugs: Iterable[str], *, known_at: datetime) -> list[WeighedTarget]:
    """These targets in their order, with what decides which of them are weighed. Two queries: issues, terms.

    Wider issues and terms are those of the catalog today, as titles are: the catalog has no history of them, but that
    what was merged since is named as it was at `known_at`.
    """
    parents = parents_then(negotiation, known_at=known_at)
    terms: defaultdict[str, list[str]] = defaultdict(list)
    with planned_once() as cursor:
        cursor.execute(TERMS, [known_at, negotiation.pk])
        for proposal, issue in cursor:
            terms[proposal].append(issue)
    return [WeighedTarget(slug=slug, ancestors=ancestors_of(slug, parents), terms=tuple(terms[slug])) for slug in slugs]


def parents_then(negotiation: Negotiation, *, known_at: datetime) -> dict[str, str]:
    """By slug of an issue, that of its wider issue. One query."""
    with planned_once() as cursor:
        cursor.execute(PARENTS, [known_at, negotiation.pk])
        return dict(cursor.fetchall())


def ancestors_of(slug: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The wider issues, nearest first. A ring of parents, which no catalog should have, is walked once."""
    found: list[str] = []
    while (slug in parents) and (parents[slug] not in found):
        slug = parents[slug]
        found.append(slug)
    return tuple(found)
