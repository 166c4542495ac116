"""Stage extraction: from judged pairs to findings: what an article as a whole lets one say of a party and a target.

In: judged pairs. Out: `Finding` values, one a party and target. Extraction and `evaluation` call it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from positions.extraction.judging.candidates import Candidate
from positions.extraction.judging.judgement import ATTRIBUTIONS, Judged, Weights
from positions.vocabulary import Attribution, Stance

# Share of the surest sentence's probability. A sentence below it is no further evidence of the same stance.
EVIDENCE_SHARE = 0.6
# Power, 0-1. What each further sentence counts towards an article's saying it; 1 would mean independent sentences. At
# a precision of 0.70 with negotiations left out (in five groups) F1 is 0.55 from 0.3 to 0.7, and 0.52 at 1.
FURTHER_WEIGHT = 0.5
# Unit: sentences, the surest. With all of them a long text, or one that repeats itself, would make a faint likeness
# certain. Of 377 findings in the coded articles one goes, a wrong one.
MOST_COUNTED = 10
# Share of paraphrased and reported together, 0-1. From it on the rules' word for "paraphrased" is believed: of coded
# sentences that are no prediction 0.827 are then right instead of 0.818 (0.823 and 0.816 with negotiations left out).
LEAST_PARAPHRASED = 0.2
# What the rules call a reading that is an analyst's, under a word of expectation, supposed by the article itself, or
# what another party says that one said.
EXPRESS_PREDICTIONS = frozenset(("outsider", "predicted", "retold", "supposed"))
YES_UNLESS = (Stance.CONDITIONAL, Stance.UNDECIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stance that an article puts on record, in one or several sentences, the surest first."""

    party: str
    target: str
    stance: Stance
    probability: float
    evidence: tuple[Judged, ...]


def find(judged: Iterable[Judged]) -> Iterator[Finding]:
    """One finding a party and target, in no order."""
    by_key: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for item in judged:
        by_key[item.pair.party, item.pair.target].append(item)
    for (party, target), items in by_key.items():
        items.sort(key=lambda i: (-i.relevance, i.pair.sentence))
        opposition = weighed_opposition(items)
        yield Finding(
            party=party,
            target=target,
            stance=Stance.OPPOSES if opposition > 0.5 else yes_kind(items),
            probability=any_of(items) * max(opposition, 1 - opposition),
            evidence=tuple(further_evidence(items)),
        )


def any_of(items: Sequence[Judged]) -> float:
    """The probability that at least one of the sentences says it, the surest first in `items`.

    Sentences of one article are not independent: what the others add counts as if half of it were said already.
    """
    none = 1 - items[0].relevance
    for item in items[1:MOST_COUNTED]:
        none *= (1 - item.relevance) ** FURTHER_WEIGHT
    return 1 - none


def weighed_opposition(items: Sequence[Judged]) -> float:
    """How far the sentences are against, the sure ones counting most."""
    total = sum(item.relevance**2 for item in items)
    return sum(item.opposition * item.relevance**2 for item in items) / total if total else 0.0


def further_evidence(items: Sequence[Judged]) -> list[Judged]:
    """The surest sentence, and those nearly as sure that lean the same way."""
    is_against = weighed_opposition(items) > 0.5
    same = [i for i in items[1:] if (i.opposition > 0.5) == is_against]
    return [items[0], *(i for i in same if i.relevance >= items[0].relevance * EVIDENCE_SHARE)]


def yes_kind(items: Sequence[Judged]) -> Stance:
    """Plain, conditional or undecided: as the rules read it in the surest sentence."""
    read = main_candidate(items[0], YES_UNLESS)
    return Stance.SUPPORTS if read is None else read.stance


def main_candidate(item: Judged, stances: Sequence[Stance]) -> Candidate | None:
    """The rules' own reading of a pair that has one of these stances, the plainest first."""
    fitting = [c for c in item.pair.candidates if c.stance in stances]
    return min(fitting, key=lambda c: ("direct" not in c.features, "stance_word" not in c.features), default=None)


def attribution_of(item: Judged, weights: Weights) -> Attribution:
    """How it is known. In doubt it is a prediction: to publish a guess as somebody's word is the worst mistake."""
    if item.prediction >= weights.least_prediction or is_expressly_predicted(item):
        return Attribution.PREDICTED
    quoted, paraphrased, reported = item.attribution[:3]
    if quoted < reported and is_told_by_its_own(item) and paraphrased >= LEAST_PARAPHRASED * (paraphrased + reported):
        return Attribution.PARAPHRASED
    stated = (quoted, paraphrased, reported)
    return ATTRIBUTIONS[stated.index(max(stated))]


def is_told_by_its_own(item: Judged) -> bool:
    """Whether the rules read that a speaker of the party says it: "according to Holm, the levy must come"."""
    return any(candidate.attribution is Attribution.PARAPHRASED for candidate in item.pair.candidates)


def is_expressly_predicted(item: Judged) -> bool:
    """Whether the rules read an expectation, or the words of somebody who speaks for no party."""
    return any(not candidate.features.isdisjoint(EXPRESS_PREDICTIONS) for candidate in item.pair.candidates)
