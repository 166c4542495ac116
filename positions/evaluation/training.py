"""Stage evaluation: the weights of the rules lane, learnt from coded articles; deterministic.

In: gold articles. Out: what `weights.json` holds, and what the models say of articles that they have not seen.
LightGBM grows the trees; it is needed here only, never to extract.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from positions.evaluation.gold import GoldArticle, GoldStatement
from positions.evaluation.plain_sentences import plain_articles
from positions.evaluation.thinning import thinned
from positions.extraction.how_known.testimony import TOLD
from positions.extraction.judging.choice import Finding, find
from positions.extraction.judging.forest import Calibration, rows_of
from positions.extraction.judging.judgement import ATTRIBUTIONS, Weights, judge, read_weights, shortlist
from positions.extraction.judging.pairs import Pair, PairMaker
from positions.extraction.language.parsing import ParsedText, parse
from positions.vocabulary import Attribution, Stance

# What the sentence model adds has names of this beginning; the shortlist is made without it.
DEEP = "deep"
# How much an example counts: coded beyond doubt, coded as optional, coded elsewhere in the article, elsewhere optional.
CODED, OPTIONAL, ELSEWHERE, ELSEWHERE_OPTIONAL = 1.0, 0.4, 0.3, 0.2
# Share of that for a plain sentence. Beside the invented articles 0.1 is too little: two that were taught were missed.
PLAIN_WEIGHT = 0.3
# The same for an invented article that follows a coded one, its counterpart: 0.4 to 1 makes no difference, 0.2 helps
# less; and for any other: 0.3 to 0.7 makes none, at 1 precise findings get fewer.
COUNTERPART_WEIGHT, INVENTED_WEIGHT = 0.7, 0.35
# Share of an article's weight that its reading under a thinned catalog has. Average precision of what is found, by
# article and with negotiations left out: 0.50 and 0.49 instead of 0.49 and 0.47; with half of the cues 0.42 and 0.40
# instead of 0.40 and 0.38, with none 0.31 and 0.29 instead of 0.28 and 0.27.
THIN_SHARE = 0.4
# A counterpart has the name of its article after this.
COUNTERPART = "c-"
# Unit: pairs. What is seen less often in training is noise.
MIN_OCCURRENCES = 20
# Values that cross-validation on the 87 articles does not tell from their neighbours (docs/extraction.md).
COMMON: Mapping[str, Any] = {
    "max_depth": 6, "feature_fraction": 0.25, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
SHORTLIST = {"objective": "binary", "learning_rate": 0.1, "num_leaves": 15, "min_data_in_leaf": 30, "rounds": 80}
RELEVANCE = {"objective": "binary", "learning_rate": 0.06, "num_leaves": 31, "min_data_in_leaf": 60, "rounds": 300}
OPPOSITION = {"objective": "binary", "learning_rate": 0.06, "num_leaves": 15, "min_data_in_leaf": 30, "rounds": 320}
ATTRIBUTION = {
    "objective": "multiclass", "num_class": len(ATTRIBUTIONS), "learning_rate": 0.06, "num_leaves": 7,
    "min_data_in_leaf": 15, "rounds": 200,
}  # fmt: skip
# It sees how words reached the article, nothing of the target. To miss a prediction costs as much as three false ones.
PREDICTION = {"objective": "binary", "learning_rate": 0.06, "num_leaves": 7, "min_data_in_leaf": 10, "rounds": 80}
PREDICTED_WEIGHT = 3.0
# Forests of so many seeds are averaged: a single one depends on its draw.
N_SEEDS = 3
# From which worth on the sentence model reads a sentence. Of an article of 700 words it reads 8.2 from 0.15, 9.5 from
# 0.10, 11.1 from 0.07 and 12.5 from 0.05; F1 by article is 0.004 more at the second, and 0.003 more again at the last.
# Under catalogs with few cues more is lost: of 245 statements in 16 articles of other talks it finds 5 more from 0.10.
LEAST_WORTH = 0.07
LEAST_PREDICTION = 0.35
UNCALIBRATED = Calibration("none", (0.0, 1.0), (0.0, 1.0))


class TrainerMissing(Exception):
    """What grows the trees is not installed."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Example:
    """A coded article, parsed, with all its pairs described."""

    article: GoldArticle
    parsed: ParsedText
    maker: PairMaker
    pairs: list[Pair]
    labels: "Labels"


@dataclass(frozen=True, eq=False, kw_only=True)
class Labels:
    """For each pair: whether it was coded, how much it counts, its stance and attribution where it was."""

    coded: NDArray[np.float64]
    weight: NDArray[np.float64]
    opposed: NDArray[np.float64]
    attribution: NDArray[np.int64]


def plain_examples() -> list[Example]:
    """Plain sentences of invented negotiations; they teach beside every article, and none is ever left out."""
    return [make_example(article, share=PLAIN_WEIGHT) for article in plain_articles()]


def invented_examples(articles: Iterable[GoldArticle]) -> list[Example]:
    """Invented articles, each under its own catalog and, as `thin_example` has it, under a thinner one."""
    shared = ((a, COUNTERPART_WEIGHT if a.stem.startswith(COUNTERPART) else INVENTED_WEIGHT) for a in articles)
    return [make(article, share=share) for article, share in shared for make in (own_example, thin_example)]


def own_example(article: GoldArticle, *, share: float = 1.0) -> Example:
    """An article under its own catalog, which counts for the larger part of it."""
    return make_example(article, share=share * (1 - THIN_SHARE))


def thin_example(article: GoldArticle, *, share: float = 1.0) -> Example:
    """The same article as if its catalog had few cues or none; it teaches beside its own, and is left out with it."""
    return make_example(thinned(article), share=share * THIN_SHARE)


def make_example(article: GoldArticle, *, share: float) -> Example:
    """Parse and describe an article; the slow part of training, done once. `share`: how much it counts, 0-1."""
    parsed = parse(article.text)
    maker = PairMaker(parsed, catalog=article.catalog, source=article.source)
    pairs = maker.pairs()
    maker.deepen(pairs)
    labels = label(article, parsed, pairs)
    labels = replace(labels, weight=labels.weight * share)
    return Example(article=article, parsed=parsed, maker=maker, pairs=pairs, labels=labels)


def label(article: GoldArticle, parsed: ParsedText, pairs: Sequence[Pair]) -> Labels:
    """What people coded of each pair."""
    rows = [label_pair(article.statements, parsed, pair) for pair in pairs]
    return Labels(
        coded=np.array([row[0] for row in rows], float),
        weight=np.array([row[1] for row in rows], float),
        opposed=np.array([row[2] for row in rows], float),
        attribution=np.array([row[3] for row in rows], np.int64),
    )


def label_pair(statements: Iterable[GoldStatement], parsed: ParsedText, pair: Pair) -> tuple[float, float, float, int]:
    """Coded or not, weight, opposed or not, number of the attribution."""
    same = [g for g in statements if g.party == pair.party and pair.target in g.targets]
    sentence = parsed.sentences[pair.sentence]
    start, end = parsed.span(sentence.first, sentence.last)
    here = sorted((g for g in same if start < g.end and g.start < end), key=lambda g: g.is_optional)
    if here:
        weight = OPTIONAL if here[0].is_optional else CODED
        return 1.0, weight, float(here[0].stance is Stance.OPPOSES), ATTRIBUTIONS.index(here[0].attribution)
    if same:
        return 0.0, ELSEWHERE_OPTIONAL if all(g.is_optional for g in same) else ELSEWHERE, 0.0, 0
    return 0.0, CODED, 0.0, 0


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """The models as `weights.json` holds them, with a calibration that changes nothing yet."""
    known = common_names(examples)
    told = [name for name in known if name.startswith(TOLD)]
    names = [name for name in known if not name.startswith(TOLD)]
    light = [name for name in names if not name.startswith(DEEP)]
    coded = np.concatenate([e.labels.coded for e in examples])
    weight = np.concatenate([e.labels.weight for e in examples])
    opposed = np.concatenate([e.labels.opposed for e in examples])
    attribution = np.concatenate([e.labels.attribution for e in examples])
    table, light_table = table_of(examples, names), table_of(examples, light)
    leaning = coded > 0
    predicted = (attribution == ATTRIBUTIONS.index(Attribution.PREDICTED))[leaning]
    telling = np.where(predicted, PREDICTED_WEIGHT, 1.0) * weight[leaning]
    told_table = table_of(examples, told)[leaning]
    return {
        "shortlist": grow(SHORTLIST, light, light_table, coded, weight, n_seeds=1),
        "relevance": grow(RELEVANCE, names, table, coded, weight, n_seeds=N_SEEDS),
        "opposition": grow(OPPOSITION, names, table[leaning], opposed[leaning], weight[leaning], n_seeds=N_SEEDS),
        "attribution": grow(ATTRIBUTION, names, table[leaning], attribution[leaning], weight[leaning], n_seeds=N_SEEDS),
        "prediction": grow(PREDICTION, told, told_table, predicted.astype(float), telling, n_seeds=N_SEEDS),
        "calibration": {"version": UNCALIBRATED.version, "given": UNCALIBRATED.given, "right": UNCALIBRATED.right},
        "least_worth": LEAST_WORTH,
        "least_prediction": LEAST_PREDICTION,
        "default_confidence": 0.5,
    }


def common_names(examples: Sequence[Example]) -> list[str]:
    counts: dict[str, int] = {}
    for example in examples:
        for pair in example.pairs:
            for name in pair.numbers:
                counts[name] = counts.get(name, 0) + 1
    return sorted(name for name, n in counts.items() if n >= MIN_OCCURRENCES)


def table_of(examples: Sequence[Example], names: Sequence[str]) -> NDArray[np.float32]:
    return rows_of([pair.numbers for example in examples for pair in example.pairs], names)


def grow(
    settings: Mapping[str, Any],
    names: Sequence[str],
    table: NDArray[np.float32],
    wanted: NDArray[Any],
    weight: NDArray[np.float64],
    *,
    n_seeds: int,
) -> dict[str, Any]:
    """A forest as plain data. What LightGBM starts from is part of its first tree."""
    lightgbm = load_trainer()
    how = {**COMMON, **settings}
    rounds = how.pop("rounds")
    dumps = []
    for seed in range(n_seeds):
        known = lightgbm.Dataset(table, wanted, weight=weight, free_raw_data=False)
        dumps.append(lightgbm.train({**how, "seed": seed + 1}, known, rounds).dump_model())
    return plain_forest(dumps, names)


def load_trainer() -> Any:
    """LightGBM, which a deployment need not have. Raises: TrainerMissing."""
    try:
        return import_module("lightgbm")
    except ImportError as problem:
        raise TrainerMissing("Training needs LightGBM, a development dependency: install “lightgbm”.") from problem


def plain_forest(dumps: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """LightGBM's dumps of several forests as one list of nodes."""
    nodes: dict[str, list[Any]] = {"column": [], "threshold": [], "low": [], "high": [], "value": []}
    n_classes = dumps[0]["num_tree_per_iteration"]
    roots: list[list[int]] = [[] for _ in range(n_classes)]
    depth = 0
    for dump in dumps:
        for number, tree in enumerate(dump["tree_info"]):
            roots[number % n_classes].append(len(nodes["value"]))
            depth = max(depth, add_node(tree["tree_structure"], nodes))
    return {"names": list(names), "nodes": nodes, "roots": roots, "depth": depth, "share": 1 / len(dumps)}


def add_node(tree: Mapping[str, Any], nodes: dict[str, list[Any]]) -> int:
    """Append a tree; gives its depth."""
    place = len(nodes["value"])
    is_leaf = "leaf_value" in tree
    nodes["column"].append(0 if is_leaf else tree["split_feature"])
    nodes["threshold"].append(0.0 if is_leaf else rounded(tree["threshold"]))
    nodes["value"].append(round(tree["leaf_value"], 6) if is_leaf else 0.0)
    nodes["low"].append(place)
    nodes["high"].append(place)
    if is_leaf:
        return 0
    nodes["low"][place] = len(nodes["value"])
    low = add_node(tree["left_child"], nodes)
    nodes["high"][place] = len(nodes["value"])
    return 1 + max(low, add_node(tree["right_child"], nodes))


def rounded(threshold: float) -> float:
    """A threshold in few digits: no two numbers of an article are that near."""
    return float(f"{threshold:.7g}")


def held_out(
    examples: Sequence[Example], folds: Sequence[Sequence[int]], *, beside: Sequence[Example]
) -> Iterator[tuple[Example, list[Finding], Weights]]:
    """What models trained without a fold find in it, fold by fold; `beside` teaches too, but for its counterparts."""
    for fold in folds:
        stored = train(teachers(examples, fold, beside=beside))
        weights = read_weights(stored, digest="")
        for i in fold:
            worthy = shortlist(examples[i].pairs, weights)
            yield examples[i], list(find(judge(worthy, maker=examples[i].maker, weights=weights))), weights


def teachers(examples: Sequence[Example], fold: Sequence[int], *, beside: Sequence[Example]) -> list[Example]:
    """What may teach models that are then tried on a fold: neither its articles nor their counterparts."""
    out = {examples[i].article.stem for i in fold}
    known = [e for e in examples if e.article.stem not in out]
    return known + [e for e in beside if e.article.stem.removeprefix(COUNTERPART) not in out]


def folds_by_article(n_examples: int, n_folds: int = 10) -> list[list[int]]:
    order = np.random.default_rng(0).permutation(n_examples).tolist()
    return [order[first::n_folds] for first in range(min(n_folds, n_examples))]


def folds_by_negotiation(examples: Sequence[Example]) -> list[list[int]]:
    names = sorted({e.article.negotiation for e in examples})
    return [[i for i, e in enumerate(examples) if e.article.negotiation == name] for name in names]
