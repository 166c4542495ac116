"""`manage.py evaluate --gold DIR --articles DIR --catalogs DIR`: how good extraction is on coded articles."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from positions.evaluation.figures import Evaluated, evaluate, report
from positions.extraction.contract import ArticleNotReadable, Extractor
from positions.extraction.rules import RulesExtractor
from positions.management.gold import add_gold_arguments, read_gold

# Confidence from which on suggestions are looked at in the tables of other thresholds.
LEAST_CONFIDENCE = 0.05
GROUPS = ("by_negotiation", "by_stance", "by_act", "by_party", "by_target", "by_article")
CONTEXT = 160


class Command(BaseCommand):
    help = "Measures how good the rules are on articles that people coded, in figures and in examples."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_gold_arguments(parser)
        parser.add_argument(
            "--min-confidence",
            type=float,
            metavar="P",
            help="count statements with at least this confidence, 0 to 1 (default: those that curators are shown)",
        )
        parser.add_argument("--json", action="store_true", help="print all figures as JSON, and nothing else")
        parser.add_argument(
            "--errors", action="store_true", help="also print what was missed or wrongly found, with its sentence"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        extractor = RulesExtractor(min_confidence=LEAST_CONFIDENCE)
        chosen = options["min_confidence"]
        threshold = extractor.weights.default_confidence if chosen is None else chosen
        evaluated = list(self._evaluate(extractor, threshold=threshold, **gold_folders(options)))
        figures = report(evaluated, threshold=threshold)
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=1))
            return
        self._write(figures)
        if options["errors"]:
            self._write_errors(evaluated)

    def _evaluate(
        self, extractor: Extractor, *, threshold: float, gold: Path, articles: Path, catalogs: Path
    ) -> Iterator[Evaluated]:
        for article in read_gold(gold=gold, articles=articles, catalogs=catalogs):
            try:
                found = extractor.extract(article.text, catalog=article.catalog, source=article.source)
            except ArticleNotReadable as problem:
                self.stderr.write(f"{article.stem}: {problem}")
                found = []
            yield evaluate(article, found, threshold=threshold)

    def _write(self, figures: dict[str, Any]) -> None:
        """The tables, the most telling first."""
        for name in ("party_target_stance", "party_target"):
            self.stdout.write(f"{name:22}{in_a_line(figures[name])}")
        for name, (low, high) in figures["interval_95"].items():
            self.stdout.write(f"{name + ', 95%':22}{low:.3f} to {high:.3f}")
        for name in ("quotes_verbatim", "evidence_located", "attribution_right", "false_publications", "articles"):
            self.stdout.write(f"{name:22}{figures[name]}")
        self.stdout.write(f"{'threshold':22}{figures['threshold']}\n\nIf the threshold were:")
        for threshold, row in figures["at_thresholds"].items():
            self.stdout.write(f"  {threshold:20}{in_a_line(row)}")
        self.stdout.write(f"\nConfidence (mean error {figures['calibration_error']}):")
        for row in figures["reliability"]:
            self.stdout.write(f"  {row['confidence']:.2f} given, {row['right']:.2f} right, of {row['n']}")
        for group in GROUPS:
            self.stdout.write(f"\n{group.replace('_', ' ')}:")
            for name, row in figures[group].items():
                self.stdout.write(f"  {name:30}{in_a_line(row)}")

    def _write_errors(self, evaluated: list[Evaluated]) -> None:
        """What was missed and what was wrongly found, in context."""
        for one in evaluated:
            text = one.article.text
            for missed in one.score.missed:
                place = shown(text, missed.start, missed.end)
                self.stdout.write(
                    f"{one.article.stem} missed {missed.party} {missed.stance} {missed.targets[0]}: {place}"
                )
            for alarm in one.score.false_alarms:
                place = shown(text, alarm.start, alarm.end)
                self.stdout.write(
                    f"{one.article.stem} false alarm {alarm.party} {alarm.stance} {alarm.target} "
                    f"({alarm.confidence}; {alarm.explanation}): {place}"
                )


def gold_folders(options: dict[str, Any]) -> dict[str, Path]:
    return {name: options[name] for name in ("gold", "articles", "catalogs")}


def shown(text: str, start: int, end: int) -> str:
    """A place of a text in one line, not too long."""
    return " ".join(text[start : min(end, start + CONTEXT)].split())


def in_a_line(row: dict[str, Any]) -> str:
    counts = f"({row['matched']} of {row['gold']} coded, {row['predicted']} found)"
    return f"P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}  {counts}"
