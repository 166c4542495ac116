"""`manage.py calibrate`: makes the confidence of the rules lane what curators' decisions say that it is."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from positions.evaluation.calibration import Judgement, calibration_error, recalibrate, reliability
from positions.extraction.judging.forest import Calibration
from positions.extraction.judging.judgement import WEIGHTS_FILE
from positions.management.talks import get_talks
from positions.management.weights import write_weights
from positions.queries.curating.confidences import decided_confidences

# Unit: decisions. Fewer say more about chance than about the extractor.
MIN_DECISIONS = 100


class Command(BaseCommand):
    help = "Fits the confidence of the rules to what curators decided, shows it before and after, and stores it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--negotiation", default="", metavar="SLUG", help="only decisions about these talks")
        parser.add_argument(
            "--output",
            type=Path,
            default=WEIGHTS_FILE,
            metavar="FILE",
            help="where to write the weights (default: the file in use)",
        )
        parser.add_argument("--dry-run", action="store_true", help="only show it, store nothing")

    def handle(self, *_args: object, **options: Any) -> None:
        slug = options["negotiation"]
        judgements = decided_confidences(get_talks(slug).slug if slug else "")
        if len(judgements) < MIN_DECISIONS:
            raise CommandError(
                f"Too few decisions: {len(judgements)} on statements that the rules found; "
                f"at least {MIN_DECISIONS} are needed."
            )
        stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        old = Calibration.from_json(stored["calibration"])
        version = f"{old.version.split(' + ')[0]} + {len(judgements)} decisions"
        new = recalibrate(old, judgements, version=version)
        self._tell("before", judgements)
        self._tell("after", [Judgement(new.confidence(old.probability(j.given)), j.is_right) for j in judgements])
        if options["dry_run"]:
            return
        stored["calibration"] = {"version": new.version, "given": new.given, "right": new.right}
        stored["default_confidence"] = round(new.confidence(old.probability(stored["default_confidence"])), 3)
        write_weights(options["output"], stored)
        self.stdout.write(f"wrote {options['output']}: {new.version}", self.style.SUCCESS)

    def _tell(self, when: str, judgements: list[Judgement]) -> None:
        bins = reliability(judgements)
        self.stdout.write(f"{when}, mean error {calibration_error(bins):.3f}:")
        for row in bins:
            self.stdout.write(f"  {row.confidence:.2f} given, {row.right:.2f} right, of {row.n}")
