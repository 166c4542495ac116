"""Stage extraction: what the learnt models make of pairs: does the party lean on the target here, which way, how known.

In: pairs. Out: `Judged` values. Extraction and `evaluation` call it; `manage.py train_extractor` makes the weights.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from positions.extraction.how_known.testimony import TOLD
from positions.extraction.judging.candidates import Candidate
from positions.extraction.judging.features import BY_TERMS
from positions.extraction.judging.forest import Calibration, Forest, rows_of
from positions.extraction.judging.pairs import Pair, PairMaker
from positions.extraction.what.anchors import LIKENESS
from positions.extraction.which_way.readings import GAPPED, RESUMED
from positions.vocabulary import Attribution, Stance

WEIGHTS_FILE = Path(__file__).with_name("weights.json")
# Probabilities, 0-1. What the rules read plainly has at least the second, unless the models give it less than the
# first: of plain readings below 0.2 one in six was coded in the training articles, of those up to 0.5 seven in ten.
LEAST_PLAIN, PLAIN_RELEVANCE = 0.25, 0.55
# Probability, 0-1, which a question has at most: of 763 coded statements in the training articles none is one.
MOST_ASKED = 0.25
# The same, by analogy, of a party that only tells what another holds, only deals with the target, or is asked for it.
MOST_WITHOUT_STANCE = 0.25
NO_STANCES = ("dealt_with", "demanded_of", BY_TERMS)
TOLD_OF_OTHERS = frozenset(("over_stance_only", "of_others"))
LEFT_OPEN = frozenset(("in_condition", "mere_mention"))
# Share, 0-1, of the rules' own yes or no where all their readings have words of stance and agree; the rest is learnt.
# By article F1 at a precision of 0.70 is 0.01 more with it; from 0.5 on it is lost again.
RULES_SHARE = 0.3
# The same where the holder itself does it to the target ("X rejects the levy", "X will not drop the levy"): from 0.3 to
# 0.7 F1 by article is the same, and a plain sentence is read as it says.
DIRECT_SHARE = 0.5
DIRECT_REVERSAL = frozenset(("first_holder", "reversal"))
# Probability, 0-1, of a refusal that indecision has at most: "has not made up its mind on the levy".
MOST_UNDECIDED = 0.25
# What the words around hide from those who only count them: "A instead of B", "lifted its veto".
TURNED = frozenset(("passed_over", "given_up"))
# Likeness, 0-1, and place among the targets nearest in meaning, from 0: from which, and up to which, words that no cue
# holds name a target as plainly as a cue does.
PLAIN_LIKENESS, PLAIN_RANK = 0.9, 1
# What one side's own account, or what follows its label ("Holm: ..."), says of another is a guess, and of itself is
# none (codebook.md, Rulings).
PUBLISHED_BY_OTHERS, PUBLISHED_BY_ITSELF = f"{TOLD}published_other", f"{TOLD}published_own"
# The classes of the model of attribution, in its order.
ATTRIBUTIONS = (Attribution.QUOTED, Attribution.PARAPHRASED, Attribution.REPORTED, Attribution.PREDICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair with probabilities (0-1): that the party leans on the target here; that it is against; how it is known.

    `prediction`: that it is a guess of others. `attribution`: of each way to know it, as ATTRIBUTIONS has them.
    """

    pair: Pair
    relevance: float
    opposition: float
    attribution: tuple[float, ...]
    prediction: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Weights:
    """The learnt models. Relevance, opposition and attribution see the same numbers in the same order.

    `least_worth`: from which probability on the sentence model reads a sentence.
    `least_prediction`: from which probability on a statement is marked as a prediction.
    `default_confidence`: below it a suggestion is not shown unless asked for. `digest` names the file's content.
    """

    shortlist: Forest
    relevance: Forest
    opposition: Forest
    attribution: Forest
    prediction: Forest
    calibration: Calibration
    least_worth: float
    least_prediction: float
    default_confidence: float
    digest: str


@lru_cache(maxsize=2)
def load_weights(path: Path = WEIGHTS_FILE) -> Weights:
    """The weights that come with the project, or those of another file."""
    raw = path.read_bytes()
    return read_weights(json.loads(raw), digest=hashlib.sha256(raw).hexdigest())


def read_weights(stored: dict[str, Any], *, digest: str) -> Weights:
    """Raises: ValueError where the models after the shortlist do not see the same numbers."""
    if not stored["relevance"]["names"] == stored["opposition"]["names"] == stored["attribution"]["names"]:
        raise ValueError("The models of relevance, opposition and attribution see different numbers.")
    return Weights(
        shortlist=Forest.from_json(stored["shortlist"]),
        relevance=Forest.from_json(stored["relevance"]),
        opposition=Forest.from_json(stored["opposition"]),
        attribution=Forest.from_json(stored["attribution"]),
        prediction=Forest.from_json(stored["prediction"]),
        calibration=Calibration.from_json(stored["calibration"]),
        least_worth=stored["least_worth"],
        least_prediction=stored["least_prediction"],
        default_confidence=stored["default_confidence"],
        digest=digest,
    )


def shortlist(pairs: Sequence[Pair], weights: Weights) -> list[Pair]:
    """The pairs of sentences in which at least one pair is worth a closer look: models know no "B rejected it"."""
    if not pairs:
        return []
    worth: dict[int, float] = defaultdict(float)
    table = rows_of([pair.numbers for pair in pairs], weights.shortlist.names)
    for pair, value in zip(pairs, weights.shortlist.probabilities(table), strict=True):
        worth[pair.sentence] = max(worth[pair.sentence], float(value) if not is_resumed(pair) else 1.0)
    return [pair for pair in pairs if worth[pair.sentence] >= weights.least_worth]


def judge(pairs: Sequence[Pair], *, maker: PairMaker, weights: Weights) -> list[Judged]:
    """What the models say of the pairs of a shortlist."""
    if not pairs:
        return []
    maker.deepen(pairs)
    table = rows_of([pair.numbers for pair in pairs], weights.relevance.names)
    relevance = weights.relevance.probabilities(table)
    opposition = weights.opposition.probabilities(table)
    attribution = weights.attribution.probabilities(table)
    told = rows_of([pair.numbers for pair in pairs], weights.prediction.names)
    prediction = weights.prediction.probabilities(told)
    return [
        Judged(
            pair=replace(pair, numbers={}),  # which fill a worker's memory where a long text has thousands of pairs
            relevance=believed(pair, float(relevance[row])),
            opposition=weighed(pair, float(opposition[row])),
            attribution=tuple(float(value) for value in attribution[row]),
            prediction=guessed(pair, float(prediction[row])),
        )
        for row, pair in enumerate(pairs)
    ]


def believed(pair: Pair, relevance: float) -> float:
    """What the models give, or more where the rules read plainly, and all of them alike, that it is said here.

    Less where it is asked ("Would the company accept a levy?"), and where the party tells what another holds, only
    deals with the target, is asked for it by others, may meet with it some day, or only tells who somebody else is
    ("farmers in Northland rejected the levy").
    """
    outermost = [reading for reading in pair.readings if reading.holder is None]
    is_asked = outermost and all("asked" in reading.features for reading in outermost)
    if pair.numbers.get("question") or is_asked:
        return min(relevance, MOST_ASKED)
    is_strangers = bool(pair.numbers.get("is_in_stranger")) or is_in_gap(pair)
    is_open = is_left_open(pair) or is_unweighed(pair)
    if is_strangers or is_said_of_others(pair) or is_no_stance(pair) or is_open:
        return min(relevance, MOST_WITHOUT_STANCE)
    plain = {c.stance is Stance.OPPOSES for c in pair.candidates if is_plain(c, pair)}
    is_plainly_said = len(plain) == 1 and (relevance >= LEAST_PLAIN or is_resumed(pair))
    return max(relevance, PLAIN_RELEVANCE) if is_plainly_said else relevance


def guessed(pair: Pair, prediction: float) -> float:
    """What the models give that it is a guess of others.

    It surely is one in another side's own account, and none in its own, nor where nobody but the party itself says
    what it expects.
    """
    if pair.numbers.get(PUBLISHED_BY_OTHERS):
        return 1.0
    if pair.numbers.get(PUBLISHED_BY_ITSELF):
        return 0.0
    is_its_own = all(candidate.attribution is not Attribution.PREDICTED for candidate in pair.candidates)
    return 0.0 if is_its_own and any("expects" in c.features for c in pair.candidates) else prediction


def is_said_of_others(pair: Pair) -> bool:
    """Whether all that the party does here is to tell what another holds: "A said that B would never accept it".

    Not where it says what the other ought to do.
    """
    told = (not c.features.isdisjoint(TOLD_OF_OTHERS) and "deontic" not in c.features for c in pair.candidates)
    return bool(pair.candidates) and all(told)


def is_no_stance(pair: Pair) -> bool:
    """Whether all that the party does with the target is no stance of its own.

    It discusses it, votes on it or does not mention it; others demand it of the party ("A wants B to accept the levy");
    or a text on the table says that the party would do it ("under the plan B would accept the levy").
    """
    found = [c.features for c in pair.candidates]
    return bool(found) and any(all(name in features for features in found) for name in NO_STANCES)


def is_left_open(pair: Pair) -> bool:
    """Whether the target stands in a mere condition wherever the party is read: "if the levy comes, A will sue".

    Of the findings in negotiations left out seven of eight such were wrong.
    """
    left = (c.features >= LEFT_OPEN and c.stance is not Stance.UNDECIDED for c in pair.candidates)
    return bool(pair.candidates) and all(left)


def is_in_gap(pair: Pair) -> bool:
    """Whether a clause that leaves out its verb says the target of another alone: "A wants the loan and B the levy"."""
    return not pair.candidates and any(GAPPED in reading.features for reading in pair.readings)


def is_unweighed(pair: Pair) -> bool:
    """Whether all that is said is what the target would do, in words that neither praise nor blame it.

    Of 260 such sentences by somebody who had not seen the words, as many of the rest were against as in favour.
    """
    said = ("open_outcome" in c.features and not c.reading.words for c in pair.candidates)
    return bool(pair.candidates) and all(said)


def weighed(pair: Pair, opposition: float) -> float:
    """What the models give, drawn towards what the rules read where they read it in words of stance, and all alike.

    Indecision that the rules read in all places is no refusal, whatever "not" it is put with.
    """
    if pair.candidates and all(candidate.stance is Stance.UNDECIDED for candidate in pair.candidates):
        return min(opposition, MOST_UNDECIDED)
    sides = {candidate.stance is Stance.OPPOSES for candidate in pair.candidates}
    if len(sides) != 1 or not all(candidate.reading.words for candidate in pair.candidates):
        return opposition
    share = DIRECT_SHARE if any(is_done_by_itself(candidate) for candidate in pair.candidates) else RULES_SHARE
    return (1 - share) * opposition + share * float(sides.pop())


def is_done_by_itself(candidate: Candidate) -> bool:
    """Whether the holder itself does to the target what the words of stance say."""
    is_turned = not candidate.features.isdisjoint(TURNED)
    return is_turned or "direct" in candidate.features or candidate.features >= DIRECT_REVERSAL


def is_plain(candidate: Candidate, pair: Pair) -> bool:
    """Whether the holder itself does to what is plainly named, in one clause, what a word of stance says."""
    is_undecided = candidate.stance is Stance.UNDECIDED and "first_holder" in candidate.features
    if not is_undecided and "direct" not in candidate.features:
        return False
    return candidate.reading.match.cue.source != LIKENESS or is_like(pair)


def is_resumed(pair: Pair) -> bool:
    """Whether the rules read that the party holds what was named before ("B rejected it", "so did C").

    Such a sentence has next to nothing of what the models go by.
    """
    return any(RESUMED in c.features and "direct" in c.features for c in pair.candidates)


def is_like(pair: Pair) -> bool:
    """Whether the words that are like a target's are all but its own."""
    return pair.numbers["likeness"] >= PLAIN_LIKENESS and pair.numbers["near_rank"] <= PLAIN_RANK
