"""What a merge would do, in sentences."""

from collections.abc import Iterator

from positions.catalog import carrying
from positions.counting import counted
from positions.days import day_in_words
from positions.history import CellMerge, Merge, link_after, links_of, say_content, waits_for_itself
from positions.models import Issue, Participation, Party, PendingStatement, Proposal

# Beyond so many, what differs is counted and not listed.
MOST_LISTED = 20


def sentences_of(merge: Merge, cells: list[CellMerge]) -> Iterator[str]:
    """The most important first."""
    yield from _of_positions(merge, cells)
    yield from _of_links(merge)
    if isinstance(merge.gone, Party) and isinstance(merge.kept, Party):
        yield from _of_party(merge, merge.gone, merge.kept)
    elif isinstance(merge.gone, Issue) and isinstance(merge.kept, Issue):
        yield from _of_issue(merge.gone, merge.kept)
    elif isinstance(merge.gone, Proposal) and isinstance(merge.kept, Proposal):
        yield from _of_proposal(merge.gone, merge.kept)
    yield (
        f"“{merge.gone}” is no longer listed; its name in addresses, {merge.gone.slug}, leads to “{merge.kept}”. "
        "Answers as known before the merge stay as they were. A merge can't be undone."
    )


def _of_positions(merge: Merge, cells: list[CellMerge]) -> Iterator[str]:
    n_gone = sum(len(cell.gone) for cell in cells)
    if not n_gone:
        yield f"Nothing is recorded of “{merge.gone}”: no position changes."
        return
    differences = [(cell, one) for cell in cells for one in cell.joined.differences]
    n_new = sum(_n_new(cell) for cell in cells)
    yield (
        f"{counted(n_gone, 'position').capitalize()} of “{merge.gone}” {'ends' if n_gone == 1 else 'end'}; "
        f"{counted(n_new, 'position')} of “{merge.kept}” {'is' if n_new == 1 else 'are'} recorded, made longer or "
        "given more evidence."
    )
    if differences:
        yield f"In {counted(len(differences), 'place')} the two differ; what stands for “{merge.kept}” stays there:"
    for cell, one in differences[:MOST_LISTED]:
        since = max(one.kept.valid_from, one.gone.valid_from)
        yield (
            f"{cell.onto_party} on “{cell.onto_target}” from {day_in_words(since)}: "
            f"{say_content(one.kept.content)} stays, {say_content(one.gone.content)} goes."
        )
    if len(differences) > MOST_LISTED:
        yield f"… and {len(differences) - MOST_LISTED} more."


def _n_new(cell: CellMerge) -> int:
    before = {period.row: period for period in cell.kept}
    return sum(period.row is None or before[period.row] != period for period in cell.joined.timeline)


def _of_links(merge: Merge) -> Iterator[str]:
    links = links_of(merge)
    to_itself = [link for link in links if waits_for_itself(link_after(link, merge))]
    if len(links) > len(to_itself):
        yield f"{counted(len(links) - len(to_itself), 'conditional link').capitalize()} will name “{merge.kept}”."
    for link in to_itself:
        yield f"The link “{link}” goes, since it would wait for itself."


def _of_issue(gone: Issue, kept: Issue) -> Iterator[str]:
    yield (
        f"Stances count towards “{kept.proposition.rstrip('.')}” from now on; so far they were towards "
        f"“{gone.proposition.rstrip('.')}”. "
        "If one is the opposite of the other, don't merge them."
    )
    yield from _of_cues(kept, n_new=_n_more(kept.toward, gone.toward) + _n_more(kept.against, gone.against))
    if parts := carrying.narrower(gone):
        yield f"{_listed(parts)} will be part of “{kept}”."
    if terms := carrying.terms_on(gone):
        yield f"{counted(len(terms), 'term').capitalize()} of {_listed([t.proposal for t in terms])} will be on it."
    if gone.scale and not kept.scale:
        yield f"“{kept}” takes over the scale."


def _of_proposal(gone: Proposal, kept: Proposal) -> Iterator[str]:
    yield from _of_cues(kept, n_new=_n_more(kept.cues, gone.cues))
    if later := carrying.replacing(gone):
        yield f"{_listed(later)} will replace “{kept}”."
    if n_terms := gone.terms.count():
        yield (
            f"The {counted(n_terms, 'term')} of “{gone}” {'does' if n_terms == 1 else 'do'} not come over: "
            f"“{kept}” keeps its own."
        )


def _of_cues(kept: Issue | Proposal, *, n_new: int) -> Iterator[str]:
    if n_new:
        yield f"“{kept}” is found by {counted(n_new, 'more cue')}."


def _of_party(merge: Merge, gone: Party, kept: Party) -> Iterator[str]:
    part = Participation.objects.get(negotiation=merge.talks, party=gone)
    yield f"“{kept}” is found by its names too: {', '.join(f'“{name}”' for name in [part.name, *part.aliases])}."
    if speakers := [speaker.name for speaker in part.speakers.all()]:
        yield f"{', '.join(speakers)} will speak for “{kept}”."
    if tabled := carrying.tabled_by(merge, gone):
        yield f"{_listed(tabled)} will count as tabled by “{kept}”."
    for one in carrying.memberships_to_add(merge, gone, kept):
        yield f"“{one.member}” will count as a member of “{one.bloc}” in all talks, also as known at earlier moments."
    elsewhere = Participation.objects.filter(party=gone).exclude(pk=part.pk).count()
    if elsewhere:
        yield f"“{gone}” stays as it is in {counted(elsewhere, 'other set')} of talks."


def sentences_of_what_waits(merge: Merge) -> Iterator[str]:
    name = "party" if isinstance(merge.gone, Party) else "target"
    n_waiting = PendingStatement.objects.filter(negotiation=merge.talks, **{name: merge.gone}).count()
    if n_waiting:
        yield (
            f"{counted(n_waiting, 'statement').capitalize()} that {'waits' if n_waiting == 1 else 'wait'} "
            f"will be read as about “{merge.kept}”."
        )


def _n_more(known: list[str], other: list[str]) -> int:
    return len(set(other) - set(known))


def _listed(entries: list[Issue] | list[Proposal]) -> str:
    return ", ".join(dict.fromkeys(f"“{entry}”" for entry in entries))
