"""What is asked: every request at other times, so that no kept answer can serve it; the same times for everybody."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from urllib.parse import urlencode

from tests.benchmarks.reference import FIRST_DAY, N_DAYS, Sizes
from tests.benchmarks.storing import SLUG

COMPARISON = f"/api/v1/negotiations/{SLUG}/comparison/"
# As many different pairs of times; more than any round asks but for the lightest questions.
N_ADDRESSES = 500
Times = tuple[date, str]  # valid_on, known_at
# The same question to PostgreSQL itself, at times drawn anew each time: for every place, of what was known then, what
# began last by that day.
PGBENCH = """\
\\set day random(366, {last})
\\set instant random(2, {last})
WITH asked AS (
    SELECT
        date '{first}' + CAST(:day AS int) AS valid_on,
        timestamptz '{first} 00:00Z' + CAST(:instant AS int) * interval '1 day' AS known_at
)
SELECT json_agg(json_build_object(
    'party', party.slug, 'target', target.slug, 'position', json_build_object(
        'id', p.uuid, 'stance', p.stance, 'act', p.act, 'salience', p.salience, 'salience_value', p.salience_value,
        'scale_low', p.scale_low, 'scale_high', p.scale_high, 'terms', p.terms, 'condition', p.condition,
        'summary', p.summary, 'valid_from', p.valid_from, 'valid_to', p.valid_to, 'recorded_at', p.recorded_at)))
FROM asked, positions_party party, positions_target target, LATERAL (
    SELECT * FROM positions_position
    WHERE negotiation_id = target.negotiation_id AND target_id = target.id AND party_id = party.id
      AND valid_from <= asked.valid_on
      AND recorded_at <= asked.known_at AND (superseded_at IS NULL OR superseded_at > asked.known_at)
    ORDER BY valid_from DESC LIMIT 1
) p
WHERE party.slug IN ({parties}) AND target.slug IN ({targets})
  AND (p.valid_to IS NULL OR p.valid_to > asked.valid_on);
"""


@dataclass(frozen=True)
class Question:
    """One measure of one server: what is asked, under which name."""

    what: str
    who: str
    addresses: Sequence[str]
    headers: Mapping[str, str]


def parties(n: int) -> list[str]:
    return [f"party-{number}" for number in range(1, n + 1)]


def targets(n: int) -> list[str]:
    return [f"issue-{number}" for number in range(1, n + 1)]


def times(seed: int) -> list[Times]:
    """Days and instants in the ten years, each drawn by itself; the day has a year before it."""
    random = Random(seed)
    drawn = [(random.randrange(366, N_DAYS), random.randrange(2, N_DAYS)) for _ in range(N_ADDRESSES)]
    return [
        (FIRST_DAY + timedelta(days=day), f"{FIRST_DAY + timedelta(days=instant)}T00:00:00Z") for day, instant in drawn
    ]


def questions(sizes: Sizes, *, rivals: bool) -> list[Question]:
    """Everything that is asked over HTTP but for 304, which needs an answer first."""
    drawn = times(sizes.seed)
    asked = [ask(what, "parley", drawn, make) for what, make in parley(sizes).items()]
    if rivals:
        named = {"party": parties(min(20, sizes.n_parties)), "target": targets(sizes.n_issues)}
        asked += [
            ask("matrix", "datasette", drawn, lambda at: datasette_address(named, at)),
            ask("matrix", "plain", drawn, lambda at: with_times("/matrix/", at, negotiation=SLUG, **named)),
            Question("one row", "bare", ["/one-row/"], {}),
        ]
    return asked


def ask(what: str, who: str, drawn: Sequence[Times], make: Callable[[Times], str]) -> Question:
    return Question(what, who, [make(at) for at in drawn], {})


def parley(sizes: Sizes) -> dict[str, Callable[[Times], str]]:
    """Parley's questions. The matrix is of 20 parties where there are more, but for works larger than the reference."""
    whole = sizes.n_parties > 40
    named = {} if whole else {"party": parties(min(20, sizes.n_parties)), "target": targets(sizes.n_issues)}
    # Of a larger work, as many comparisons of pairs as one answer makes.
    few = {"target": targets(50)} if whole else {}
    pair = {"left": "party-1", "right": "party-2"}
    decade = {"from": FIRST_DAY, "to": FIRST_DAY + timedelta(days=N_DAYS - 1)}
    return {
        "matrix without evidence": lambda at: with_times(COMPARISON, at, evidence="none", **named),
        "matrix with first evidence": lambda at: with_times(COMPARISON, at, evidence="first", **named),
        "pairwise": lambda at: with_times(f"{COMPARISON}pairwise/", at, **pair),
        "all pairs": lambda at: with_times(f"{COMPARISON}agreement/", at, **few),
        "blocking issues": lambda at: with_times(f"{COMPARISON}blocking-issues/", at, **few),
        "changes over a year": lambda at: f"{COMPARISON}changes/?{urlencode(a_year_to(at))}",
        "convergence over ten years": lambda at: (
            f"{COMPARISON}convergence/?" + urlencode({**pair, **decade, "known_at": at[1]})
        ),
    }


def with_times(address: str, at: Times, **asked: str | Sequence[str]) -> str:
    return f"{address}?{urlencode({**asked, 'valid_on': at[0], 'known_at': at[1]}, doseq=True)}"


def a_year_to(at: Times) -> dict[str, str]:
    """The year before a day, both ends as known at the same instant."""
    day, instant = at
    return {
        "from_valid_on": str(day - timedelta(days=365)),
        "to_valid_on": str(day),
        "from_known_at": instant,
        "to_known_at": instant,
    }


def datasette_address(named: Mapping[str, Sequence[str]], at: Times) -> str:
    """Its canned query, as objects like everybody else's answers."""
    listed = {"parties": json.dumps(named["party"]), "targets": json.dumps(named["target"])}
    return with_times("/reference/matrix.json", at, _shape="array", **listed)


def pgbench_script(sizes: Sizes) -> str:
    """The matrix as JSON from PostgreSQL itself."""

    def quoted(slugs: Sequence[str]) -> str:
        return ", ".join(f"'{slug}'" for slug in slugs)

    return PGBENCH.format(
        last=N_DAYS - 1,
        first=FIRST_DAY,
        parties=quoted(parties(min(20, sizes.n_parties))),
        targets=quoted(targets(sizes.n_issues)),
    )
