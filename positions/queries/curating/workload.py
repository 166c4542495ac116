"""How much work waits, for those who run the site: numbers alone, nothing of what is in the rows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from positions.models import ExtractionRun, Revision, Statement
from positions.models.extraction_run import UNFINISHED
from positions.vocabulary import RunState


@dataclass(frozen=True)
class Workload:
    """What waits for workers and people now. `waiting_seconds`: how long the oldest unfinished run has waited."""

    runs: dict[str, int]
    waiting_seconds: float
    n_pending_statements: int
    n_revisions: int


def workload(*, now: datetime) -> Workload:
    """Four queries."""
    by_state = dict(ExtractionRun.objects.order_by().values_list("run_state").annotate(n=Count("pk")))
    oldest = ExtractionRun.objects.filter(run_state__in=UNFINISHED).aggregate(at=Min("queued_at"))["at"]
    return Workload(
        runs={state.value: by_state.get(state.value, 0) for state in RunState},
        waiting_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        n_pending_statements=Statement.objects.pending().count(),
        n_revisions=Revision.objects.count(),
    )
