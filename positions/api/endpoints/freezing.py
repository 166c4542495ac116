"""The comparisons that can be frozen: how each is asked, and which of its parameters are times.

A snapshot's query is what one would put in the comparison's address, so it is read by the same parameters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from positions.api.asking.parameters import MatrixParameters, Query
from positions.api.edge.former_addresses import kind_of
from positions.api.endpoints.changes import ChangesParameters
from positions.api.endpoints.convergence import ConvergenceParameters
from positions.api.endpoints.pairs import AgreementParameters, BlockingParameters, PairwiseParameters, pairwise
from positions.api.problems import BadParameters, Fault, nearest_to
from positions.comparison.records import Record
from positions.models import Negotiation, Snapshot
from positions.queries.catalog.former_slugs import FormerNames, renamed_in
from positions.queries.comparing.changes import ChangesQuestion, list_changes
from positions.queries.comparing.convergences import ConvergenceQuestion, follow_convergence
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions
from positions.queries.comparing.pairs import PairsQuestion, compare_all_pairs, list_blocking_issues
from positions.queries.unknown import UnknownNames
from positions.snapshots import FrozenAnswer
from positions.vocabulary import Comparison

Asked = Mapping[str, Any]
# As JSON has a parameter: one value, or those of a parameter that takes many.
Given = str | bool | int | float | list[str]
# From the talks, the parameters' values, now, and days after which a position is stale.
Answering = Callable[[Negotiation, Asked, datetime, int], Record]


@dataclass(frozen=True)
class Asking:
    """How one comparison is asked. `times`: its parameters that are times, with the answer's field that says which.

    The last two of them are the day and the instant that name the answer.
    """

    parameters: type[Query]
    answer: Answering
    times: Mapping[str, str] = field(default_factory=lambda: {"valid_on": "valid_on", "known_at": "known_at"})
    revision: str = "revision"


def matrix(negotiation: Negotiation, asked: Asked, now: datetime, stale_after_days: int) -> Record:
    return compare_positions(negotiation, MatrixQuestion(**asked), now=now, stale_after_days=stale_after_days)


def answered_by(answer: Callable[..., Record], question: Callable[..., object]) -> Answering:
    """An answer that does not say what is stale, from the parameters as its question has them."""
    return lambda negotiation, asked, now, _days: answer(negotiation, question(**asked), now=now)


TIMES_OF_CHANGES = {name: name for name in ("from_valid_on", "from_known_at", "to_valid_on", "to_known_at")}
# Without `from`, from the first change: that is the same whenever it is asked.
TIMES_OF_CONVERGENCE = {"to": "to_on", "known_at": "known_at"}
ASKINGS: Mapping[Comparison, Asking] = {
    Comparison.MATRIX: Asking(MatrixParameters, matrix),
    Comparison.PAIRWISE: Asking(PairwiseParameters, pairwise),
    Comparison.AGREEMENT: Asking(AgreementParameters, answered_by(compare_all_pairs, PairsQuestion)),
    Comparison.CHANGES: Asking(
        ChangesParameters, answered_by(list_changes, ChangesQuestion), TIMES_OF_CHANGES, "to_revision"
    ),
    Comparison.CONVERGENCE: Asking(
        ConvergenceParameters, answered_by(follow_convergence, ConvergenceQuestion), TIMES_OF_CONVERGENCE
    ),
    Comparison.BLOCKING_ISSUES: Asking(BlockingParameters, answered_by(list_blocking_issues, PairsQuestion)),
}


def freeze(negotiation: Negotiation, comparison: Comparison, query: Mapping[str, Given]) -> FrozenAnswer:
    """The answer as of now, and the question with every time in it as it was answered. Raises: BadParameters."""
    asking = asking_of(comparison)
    stale_after_days = settings.STALE_AFTER_DAYS
    answer = asking.answer(negotiation, read(asking, query), timezone.now(), stale_after_days)
    times = {name: getattr(answer, said_by) for name, said_by in asking.times.items()}
    *_, valid_on, known_at = times.values()
    return FrozenAnswer(
        comparison=comparison,
        query={**query, **times},
        valid_on=valid_on,
        known_at=known_at,
        revision=getattr(answer, asking.revision),
        stale_after_days=stale_after_days,
        answer=answer,
    )


def ask_again(snapshot: Snapshot) -> Record:
    """The answer to a snapshot's question as it comes out now, whatever what it names is called today."""
    try:
        return answer_now(snapshot, snapshot.query)
    except UnknownNames:  # as for addresses: only what would be refused is looked up
        return answer_now(snapshot, by_present_names(snapshot.query, renamed_in(snapshot.negotiation)))


def answer_now(snapshot: Snapshot, query: Mapping[str, Given]) -> Record:
    asking = asking_of(Comparison(snapshot.comparison))
    return asking.answer(snapshot.negotiation, read(asking, query), timezone.now(), snapshot.stale_after_days)


def by_present_names(query: Mapping[str, Given], renamed: FormerNames) -> dict[str, Given]:
    """The question with the present slug in the place of each that was given up."""
    present = {"party": renamed.parties, "target": renamed.targets}
    found: dict[str, Given] = {}
    for name, given in query.items():
        now = present.get(kind_of(name) or "", {})
        found[name] = [now.get(slug, slug) for slug in texts(given)] if now else given
    return found


def asking_of(comparison: Comparison) -> Asking:
    if comparison not in ASKINGS:
        detail = f"There are no snapshots of {comparison.value!r}."
        nearest = nearest_to(comparison.value, [known.value for known in ASKINGS])
        raise BadParameters([Fault("unknown-choice", detail, "comparison", comparison.value, nearest=nearest)])
    return ASKINGS[comparison]


def read(asking: Asking, query: Mapping[str, Given]) -> Asked:
    """Raises: BadParameters, `format` among them: a snapshot has one. A list of nothing is no way to ask for all."""
    if "format" in query:
        detail = "There is no parameter 'format' here."
        raise BadParameters([Fault("unknown-parameter", detail, "format", str(query["format"]))])
    if empty := [name for name, value in query.items() if value == []]:
        raise BadParameters([Fault("bad-value", f"{name!r} is a list of nothing.", name, "[]") for name in empty])
    return asking.parameters.check({name: texts(value) for name, value in query.items()})


def texts(given: Given) -> list[str]:
    """A parameter's values as an address would have them."""
    if isinstance(given, list):
        return given
    return [str(given).lower() if isinstance(given, bool) else str(given)]
