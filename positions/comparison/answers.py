"""The answers to questions about pairs, as they are sent: at which moment, by which engine, and what was found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from positions.comparison import ENGINE
from positions.comparison.all_pairs import PairAgreement, score_summed, sum_pairs
from positions.comparison.blocking import BlockingIssue, BlockingTarget, blocking_issues, blocking_targets
from positions.comparison.groups import LEAST_AGREEMENT_IN_A_GROUP, Group, group_parties
from positions.comparison.holdings import Holdings, WeighedTarget
from positions.comparison.matrix import Place
from positions.comparison.pairwise import PairTarget, compare_pair
from positions.comparison.records import Moment, Position, Record
from positions.comparison.scores import Agreement
from positions.comparison.sensitivity import Sensitivity, scores_of, sensitivity_of
from positions.vocabulary import Method


@dataclass(frozen=True)
class PairsAnswer(Record):
    """What every answer about pairs says of itself."""

    negotiation: str
    """Slug of the talks."""
    valid_on: date
    """What did the parties hold on this day?"""
    known_at: datetime
    """What did this database say at this instant? Asked again with both times, the answer is the same."""
    revision: int
    """Number of the last public change that is in the answer; 0 before the first."""
    engine: str
    """Version of the comparison; raised when the same records would give another answer."""
    method: Method
    """How scores were computed."""


@dataclass(frozen=True)
class PairwiseAnswer(PairsAnswer):
    """Two parties side by side, at one moment."""

    rows_are: ClassVar[str] = "targets"

    left: str
    """Slug of the left party."""
    right: str
    """Slug of the right party."""
    agreement: Agreement
    """The score of the two, or why there is none."""
    targets: list[PairTarget]
    """What the score is made of, target by target."""
    blocking: list[BlockingTarget]
    """What stands between the two, largest gain first."""


@dataclass(frozen=True)
class AgreementAnswer(PairsAnswer):
    """How far every two parties agree, at one moment."""

    rows_are: ClassVar[str] = "pairs"

    pairs: list[PairAgreement]
    """Every pair, in the order of the parties."""
    least_agreement: float
    """Two groups are one while their parties agree at least so much on average."""
    groups: list[Group]
    """Parties that stand together, largest group first."""
    left_out: list[str]
    """Slugs of the parties that have no score with anybody, and so belong to no group."""
    sensitivity: Sensitivity
    """Whether the ranking of pairs hangs on the method."""


@dataclass(frozen=True)
class BlockingAnswer(PairsAnswer):
    """What stands between the parties, at one moment."""

    blocking: list[BlockingIssue]
    """Ranked: largest sum of gains first."""


@dataclass(frozen=True)
class Question:
    """What is common to the questions about pairs."""

    negotiation: str
    moment: Moment
    targets: Sequence[WeighedTarget]
    method: Method = Method.CITY_BLOCK

    def named(self) -> dict[str, Any]:
        """The fields that every answer has."""
        return {
            "negotiation": self.negotiation,
            "valid_on": self.moment.valid_on,
            "known_at": self.moment.known_at,
            "revision": self.moment.revision,
            "engine": ENGINE,
            "method": self.method,
        }


def answer_pairwise(
    question: Question,
    left: tuple[str, Mapping[str, Position]],
    right: tuple[str, Mapping[str, Position]],
    *,
    withdrawn: Collection[Place],
) -> PairwiseAnswer:
    """Two parties, each by its slug with what it holds; `withdrawn`: where they took a position back."""
    targets, method = question.targets, question.method
    taken_back = [{target for party, target in withdrawn if party == side} for side in (left[0], right[0])]
    compared = compare_pair(left[1], right[1], targets=targets, method=method, withdrawn=(taken_back[0], taken_back[1]))
    return PairwiseAnswer(
        **question.named(),
        left=left[0],
        right=right[0],
        agreement=compared.agreement,
        targets=compared.targets,
        blocking=blocking_targets(left, right, targets=targets, method=method),
    )


def answer_agreement(question: Question, held: Mapping[str, Holdings]) -> AgreementAnswer:
    """Every two parties of `held`; scored by every method, for the ranking under each."""
    summed = sum_pairs(held, targets=question.targets, methods=list(Method))
    pairs = score_summed(summed[question.method], n_targets=len(question.targets), method=question.method)
    grouping = group_parties(pairs, parties=list(held))
    return AgreementAnswer(
        **question.named(),
        pairs=pairs,
        least_agreement=LEAST_AGREEMENT_IN_A_GROUP,
        groups=grouping.groups,
        left_out=grouping.left_out,
        sensitivity=sensitivity_of(scores_of(summed), method=question.method),
    )


def answer_blocking(question: Question, held: Mapping[str, Holdings], *, parties: Sequence[str] = ()) -> BlockingAnswer:
    """What blocks between any two parties of `held`; with `parties`, where at least one of the two is among them."""
    found = blocking_issues(held, targets=question.targets, parties=parties, method=question.method)
    return BlockingAnswer(**question.named(), blocking=found)
