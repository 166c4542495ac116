"""The reference work: talks of any size with ten years of history, the same for the same sizes and seed.

Pure: no database here. In: sizes. Out: every version of every position, which `storing` writes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from positions.vocabulary import Act, EndReason, Reason, Salience, Stance

FIRST_DAY = date(2015, 1, 1)
N_DAYS = 3652  # ten years, with two leap days
FIRST_INSTANT = datetime(2015, 1, 1, tzinfo=UTC)
TOPICS = ("territory", "security", "trade", "people", "money")
STANCES = [stance for stance in Stance if stance != Stance.UNSPECIFIED]
UNITS = ("day", "month", "person", "kilometre")


@dataclass(frozen=True)
class Sizes:
    """How much there is. `n_versions` is of each position, over both times; evidence is one statement a period."""

    n_parties: int = 40
    n_issues: int = 50
    n_versions: int = 50
    with_evidence: bool = True
    seed: int = 1

    @property
    def n_rows(self) -> int:
        return self.n_parties * self.n_issues * self.n_versions

    @property
    def is_corrected(self) -> bool:
        """The first version is corrected where the number of versions is even: each move makes two more."""
        return self.n_versions % 2 == 0

    @property
    def n_moves(self) -> int:
        return (self.n_versions - 1) // 2

    @property
    def n_changes(self) -> int:
        """Of one position: the first record, its correction, every move. Each party commits one of all its issues."""
        return 1 + self.is_corrected + self.n_moves


@dataclass(frozen=True)
class Said:
    """What a party holds during one period, and the words that prove it."""

    period: int
    stance: Stance
    act: Act
    salience: Salience
    scale: tuple[Decimal, Decimal] | None
    terms: list[dict[str, str | None]]
    condition: str
    summary: str
    quote: str


@dataclass(frozen=True)
class Version:
    """One row: something said, with its place in both times. The periods are half-open."""

    uuid: UUID
    party: int
    issue: int
    said: Said
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None
    reason: Reason

    @property
    def end_reason(self) -> EndReason:
        return EndReason.OPEN if self.valid_to is None else EndReason.PARTY_MOVED


def committed_at(sizes: Sizes, change: int, party: int) -> datetime:
    """When a party's change was recorded; every party's first on the first day, a second apart."""
    return FIRST_INSTANT + timedelta(days=N_DAYS * change // sizes.n_changes, seconds=party + 1)


def versions(sizes: Sizes) -> Iterator[Version]:
    """Every row, party by party and issue by issue, in the order recorded. Shape: `sizes.n_rows`."""
    random = Random(sizes.seed)
    for party in range(sizes.n_parties):
        for issue in range(sizes.n_issues):
            yield from versions_of(sizes, party, issue, random)


def versions_of(sizes: Sizes, party: int, issue: int, random: Random) -> Iterator[Version]:
    """One place's rows. A move supersedes the open row, records it again with its end, and opens another."""
    step = N_DAYS // (sizes.n_moves + 1)
    change = 0
    first = say(party, issue, 0, random)
    standing = Version(
        new_id(random), party, issue, first, FIRST_DAY, None, committed_at(sizes, 0, party), None, Reason.FIRST_RECORDED
    )
    if sizes.is_corrected:
        change = 1
        at = committed_at(sizes, change, party)
        yield replace(standing, superseded_at=at)
        standing = replace(standing, uuid=new_id(random), recorded_at=at, reason=Reason.CORRECTED)
    for move in range(1, sizes.n_moves + 1):
        at = committed_at(sizes, change + move, party)
        moved_on = FIRST_DAY + timedelta(days=move * step - random.randrange(step))
        yield replace(standing, superseded_at=at)
        yield replace(standing, uuid=new_id(random), valid_to=moved_on, recorded_at=at)
        said = say(party, issue, move, random)
        standing = Version(new_id(random), party, issue, said, moved_on, None, at, None, Reason.PARTY_MOVED)
    yield standing


def say(party: int, issue: int, period: int, random: Random) -> Said:
    """Something to hold, with all that a position can have: a scale in half of them, terms in a third."""
    stance = random.choice(STANCES)
    low = Decimal(random.randrange(0, 90))
    value, unit = random.randrange(1, 900), random.choice(UNITS)
    words = f"party {party + 1} {stance.value} the outcome of issue {issue + 1}, said for time {period + 1}"
    return Said(
        period=period,
        stance=stance,
        act=random.choice(list(Act)),
        salience=random.choice(list(Salience)),
        scale=(low, low + random.randrange(0, 11)) if random.random() < 0.5 else None,
        terms=[{"text": f"{value} {unit}s", "value": str(value), "unit": unit}] if random.random() < 1 / 3 else [],
        condition=f"once {value} {unit}s have passed" if stance == Stance.CONDITIONAL else "",
        summary=f"As its delegation put it, {words}, and asks the others to answer before the next round.",
        quote=f"We say it again: {words}.",
    )


def new_id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
