"""`manage.py train_extractor --gold DIR --articles DIR --catalogs DIR`: learns the weights of the rules lane again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from positions.counting import counted
from positions.evaluation import training
from positions.evaluation.crossvalidation import (
    Reading,
    choose_threshold,
    cross_validate,
    score_readings,
    with_confidence,
)
from positions.evaluation.figures import totals
from positions.evaluation.training import (
    Example,
    TrainerMissing,
    folds_by_article,
    folds_by_negotiation,
    invented_examples,
    own_example,
    plain_examples,
    thin_example,
    train,
)
from positions.extraction.judging.judgement import WEIGHTS_FILE
from positions.management.gold import add_gold_arguments, read_gold, read_gold_folder
from positions.management.weights import write_weights
from positions.vocabulary import Attribution

INVENTED = Path(training.__file__).with_name("invented")


class Command(BaseCommand):
    help = "Learns weights.json from articles that people coded, cross-validates it and calibrates its confidence."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_gold_arguments(parser)
        parser.add_argument(
            "--output",
            type=Path,
            default=WEIGHTS_FILE,
            metavar="FILE",
            help="where to write it (default: the one in use)",
        )
        parser.add_argument(
            "--folds", type=int, default=10, metavar="N", help="parts of the articles to cross-validate by (default 10)"
        )
        parser.add_argument(
            "--invented",
            type=Path,
            default=INVENTED,
            metavar="DIR",
            help="invented articles to learn from too (default: those of the package)",
        )
        parser.add_argument(
            "--by-negotiation", action="store_true", help="also test with one negotiation left out at a time"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        examples = [own_example(a) for a in read_gold(**{n: options[n] for n in ("gold", "articles", "catalogs")})]
        n_pairs = sum(len(e.pairs) for e in examples)
        self.stderr.write(f"{counted(len(examples), 'article')}, {n_pairs:,} pairs of party and target")
        if len(examples) < options["folds"] or options["folds"] < 2:
            raise CommandError(
                f"{counted(len(examples), 'article')} can't be cross-validated in {options['folds']} folds."
            )
        try:
            self._train(examples, **options)
        except TrainerMissing as problem:
            raise CommandError(str(problem)) from problem

    def _train(
        self,
        examples: Sequence[Example],
        *,
        output: Path,
        folds: int,
        by_negotiation: bool,
        invented: Path,
        **_: Any,
    ) -> None:
        thin = [thin_example(example.article) for example in examples]
        beside = [*thin, *invented_examples(read_gold_folder(invented)), *plain_examples()]
        readings = cross_validate(examples, folds_by_article(len(examples), folds), beside=beside)
        self._tell(f"{folds} folds by article", readings)
        if by_negotiation:
            left_out = cross_validate(examples, folds_by_negotiation(examples), beside=beside)
            self._tell("leaving one negotiation out", left_out, at=choose_threshold(readings))
        version = f"{len(examples)} coded articles, {folds} folds"
        stored = with_confidence(train([*examples, *beside]), readings, version=version)
        write_weights(output, stored)
        self.stdout.write(f"wrote {output}, default confidence {stored['default_confidence']}", self.style.SUCCESS)

    def _tell(self, how: str, readings: Sequence[Reading], *, at: float | None = None) -> None:
        """The figures at the default threshold, and the best that any gives."""
        rows = {step / 100: figures(readings, step / 100) for step in range(10, 80, 2)}
        best = max(rows, key=lambda threshold: rows[threshold]["f1"])
        chosen = choose_threshold(readings) if at is None else at
        for name, threshold in (("default", chosen), ("best F1", best)):
            row = figures(readings, threshold)
            self.stdout.write(
                f"{how}, {name} ({threshold:.2f}): P {row['precision']:.3f} R {row['recall']:.3f} F1 {row['f1']:.3f}, "
                f"attribution right {row['attribution_right']:.3f}, "
                f"false publications {row['false_publications']} of {row['predictions']} predictions"
            )


def figures(readings: Sequence[Reading], probability: float) -> dict[str, Any]:
    scores = score_readings(readings, probability)
    whole = totals(scores)
    matches = [match for score in scores for match in score.matches]
    return {
        **whole["party_target_stance"],
        "attribution_right": whole["attribution_right"] or 0.0,
        "false_publications": whole["false_publications"],
        "predictions": sum(match.gold.attribution is Attribution.PREDICTED for match in matches),
    }
