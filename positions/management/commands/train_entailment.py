"""`manage.py train_entailment --gold DIR --articles DIR --catalogs DIR --apart FILE`: teaches the entailment model."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from positions.evaluation.apart import Apart, kept
from positions.evaluation.lessons import N_PASSES, Lesson, base_of, lessons, likelihoods, share_of
from positions.evaluation.plain_sentences import plain_articles
from positions.evaluation.training import (
    Example,
    TrainerMissing,
    folds_by_article,
    groups_of_negotiations,
    make_example,
)
from positions.extraction.entailment import MODEL_FILE
from positions.extraction.modelfiles import open_model
from positions.management.commands.train_extractor import INVENTED, N_GROUPS
from positions.management.gold import add_gold_arguments, read_gold, read_gold_folder

# So many parts of the articles are left out in turn. To teach a model takes about ten minutes on two cores.
N_FOLDS = 4


class Command(BaseCommand):
    help = (
        "Teaches the entailment model from coded articles, which needs PyTorch. Writes what models read in articles "
        "that they were not taught: train_extractor learns from it how much the model counts."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_gold_arguments(parser)
        parser.add_argument("--output", type=Path, default=MODEL_FILE, metavar="FILE", help="default: the one in use")
        parser.add_argument("--apart", type=Path, required=True, metavar="FILE", help="what was read apart, as JSON")
        parser.add_argument("--folds", type=int, default=N_FOLDS, metavar="N", help=f"default: {N_FOLDS}")
        parser.add_argument("--passes", type=int, default=N_PASSES, metavar="N", help=f"default: {N_PASSES}")
        parser.add_argument(
            "--by-negotiation", action="store_true", help="also leave out negotiations, in as many groups"
        )
        parser.add_argument(
            "--invented", type=Path, default=INVENTED, metavar="DIR", help="default: those of the package"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        coded = read_gold(**{name: options[name] for name in ("gold", "articles", "catalogs")})
        examples = [make_example(article, share=1.0) for article in coded]
        if len(examples) < options["folds"] or options["folds"] < 2:
            raise CommandError(f"{len(examples)} articles can't be left out in {options['folds']} parts.")
        others = [*read_gold_folder(options["invented"]), *plain_articles()]
        beside = [make_example(article, share=1.0) for article in others]
        try:
            self.trainer = import_module("positions.evaluation.entailment_training")
            self.n_passes = options["passes"]
            self.taught = self._lessons(examples, beside)
            by_article = self._read_apart(examples, folds_by_article(len(examples), options["folds"]))
            groups = groups_of_negotiations(examples, N_GROUPS) if options["by_negotiation"] else []
            Apart(by_article, self._read_apart(examples, groups)).write(options["apart"])
            self.trainer.write_model(self._teach(without=()), options["output"])
        except (ImportError, TrainerMissing) as problem:
            raise CommandError(f"{problem}: “make training” sets up what this needs.") from problem
        self.stdout.write(f"wrote {options['output']} and {options['apart']}", self.style.SUCCESS)

    def _lessons(self, examples: Sequence[Example], beside: Sequence[Example]) -> list[tuple[str, list[Lesson]]]:
        """By the article that they come from, or that it follows."""
        known = [*examples, *beside]
        shares = [1.0] * len(examples) + [share_of(example) for example in beside]
        return [
            (base_of(example), list(lessons(example, likely, share=share)))
            for example, likely, share in zip(known, likelihoods(known), shares, strict=True)
        ]

    def _teach(self, *, without: Sequence[str]) -> Any:
        taught = [lesson for stem, found in self.taught if stem not in without for lesson in found]
        self.stderr.write(f"{len(taught)} sentences teach, without {len(without)} articles")
        return self.trainer.teach(taught, n_passes=self.n_passes)

    def _read_apart(
        self, examples: Sequence[Example], folds: Sequence[Sequence[int]]
    ) -> dict[str, dict[str, list[float]]]:
        """What models read in the articles of each fold that were taught without them."""
        found = {}
        for fold in folds:
            model = self._teach(without=[examples[i].article.stem for i in fold])
            with TemporaryDirectory() as folder:
                self.trainer.write_model(model, Path(folder) / "apart.onnx")
                session = open_model(Path(folder) / "apart.onnx")
            for example in (examples[i] for i in fold):
                found[example.article.stem] = kept(example.pairs, example.maker.entail(example.pairs, model=session))
        return found
