"""What a catalog says of an entry comes over to the one that it was merged into: names, cues, and who names it.

Part of one revision, under the negotiation's lock. What a comparison tells of earlier record time is kept as it was.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from positions.history import Merge
from positions.models import (
    FormerLink,
    FormerSlug,
    Issue,
    Membership,
    Participation,
    Party,
    PendingStatement,
    Proposal,
    ProposalTerm,
    Speaker,
    Target,
    Webhook,
)


def carry_catalog(merge: Merge, *, at: datetime, by: User) -> None:
    """Links, cues and names to what is kept; from `at` on the other is no longer listed."""
    if isinstance(merge.gone, Party) and isinstance(merge.kept, Party):
        _carry_party(merge, merge.gone, merge.kept, at=at, by=by)
        return
    if isinstance(merge.gone, Issue) and isinstance(merge.kept, Issue):
        _carry_issue(merge.gone, merge.kept, at=at)
    elif isinstance(merge.gone, Proposal) and isinstance(merge.kept, Proposal):
        _carry_proposal(merge.gone, merge.kept, at=at)
    _retire_target(merge, at=at, by=by)


def united(first: Iterable[str], *more: Iterable[str]) -> list[str]:
    """Each once, in order."""
    return list(dict.fromkeys([*first, *(one for some in more for one in some)]))


def narrower(issue: Issue) -> list[Issue]:
    """The listed issues that are part of it."""
    return list(Issue.objects.filter(parent=issue).listed())


def terms_on(issue: Issue) -> list[ProposalTerm]:
    """The terms on it, of proposals that are listed."""
    return list(ProposalTerm.objects.filter(issue=issue, proposal__retired_at__isnull=True).select_related("proposal"))


def replacing(proposal: Proposal) -> list[Proposal]:
    """The listed proposals that replaced it."""
    return list(Proposal.objects.filter(replaces=proposal).listed())


def tabled_by(merge: Merge, party: Party) -> list[Proposal]:
    """The listed proposals of the talks that the party tabled."""
    return list(Proposal.objects.filter(negotiation=merge.talks, proposed_by=party).listed())


def _carry_issue(gone: Issue, kept: Issue, *, at: datetime) -> None:
    parts, terms = narrower(gone), terms_on(gone)
    FormerLink.objects.bulk_create(FormerLink(issue=part, target=gone, until=at) for part in parts)
    FormerLink.objects.bulk_create(FormerLink(term=term, target=gone, until=at) for term in terms)
    Issue.objects.filter(pk__in=[part.pk for part in parts]).update(parent=kept)
    ProposalTerm.objects.filter(pk__in=[term.pk for term in terms]).update(issue=kept)
    toward = united(kept.toward, (cue for cue in gone.toward if cue not in kept.against))
    against = united(kept.against, (cue for cue in gone.against if cue not in toward))
    Issue.objects.filter(pk=kept.pk).update(toward=toward, against=against, scale=kept.scale or gone.scale)


def _carry_proposal(gone: Proposal, kept: Proposal, *, at: datetime) -> None:
    later = replacing(gone)
    FormerLink.objects.bulk_create(FormerLink(proposal=one, target=gone, until=at) for one in later)
    Proposal.objects.filter(pk__in=[one.pk for one in later]).update(replaces=kept)
    Proposal.objects.filter(pk=kept.pk).update(cues=united(kept.cues, gone.cues))


def _retire_target(merge: Merge, *, at: datetime, by: User) -> None:
    gone, kept = merge.gone.pk, merge.kept.pk
    Target.objects.filter(merged_into=gone).update(merged_into=kept)
    Target.objects.filter(pk=gone).update(retired_at=at, merged_into=kept)
    # Names that it gave up before stay its own: as known before this, they lead to it and not to what is kept.
    was_public = merge.talks.is_published
    FormerSlug.objects.create(slug=merge.gone.slug, target_id=kept, was_public=was_public, given_up_by=by)
    PendingStatement.objects.filter(target=gone).update(target=kept)


def _carry_party(merge: Merge, gone: Party, kept: Party, *, at: datetime, by: User) -> None:
    tabled = tabled_by(merge, gone)
    FormerLink.objects.filter(party_since=gone, proposal__negotiation=merge.talks).update(party_since=kept)
    FormerLink.objects.bulk_create(FormerLink(proposal=one, party=gone, party_since=kept, until=at) for one in tabled)
    Proposal.proposed_by.through.objects.filter(proposal__in=tabled, party=gone).update(party=kept)
    mine = Participation.objects.get(negotiation=merge.talks, party=kept)
    theirs = Participation.objects.get(negotiation=merge.talks, party=gone)
    names = [name for name in united(mine.aliases, [theirs.name], theirs.aliases) if name != mine.name]
    Participation.objects.filter(pk=mine.pk).update(aliases=names)
    _carry_speakers(theirs, mine)
    Membership.objects.bulk_create(memberships_to_add(merge, gone, kept))
    Participation.objects.filter(merged_into=theirs).update(merged_into=mine)
    Participation.objects.filter(pk=theirs.pk).update(retired_at=at, merged_into=mine)
    _carry_names(merge, gone, kept, by=by)
    PendingStatement.objects.filter(negotiation=merge.talks, party=gone).update(party=kept)


def _carry_speakers(gone: Participation, kept: Participation) -> None:
    """One whom both had keeps the office told of by what is kept, and is found by the names of both."""
    known = {(speaker.name, speaker.from_on): speaker for speaker in kept.speakers.all()}
    for speaker in gone.speakers.all():
        same = known.get((speaker.name, speaker.from_on))
        if same is None:
            Speaker.objects.filter(pk=speaker.pk).update(participation=kept)
        else:
            Speaker.objects.filter(pk=same.pk).update(aliases=united(same.aliases, speaker.aliases))


def memberships_to_add(merge: Merge, gone: Party, kept: Party) -> list[Membership]:
    """Of blocs and of members that take part in these talks, unsaved; those of what is gone stay, for other talks."""
    here = set(Participation.objects.filter(negotiation=merge.talks).listed().values_list("party_id", flat=True))
    theirs = Membership.objects.filter(Q(member=gone, bloc__in=here) | Q(bloc=gone, member__in=here))
    added = []
    for one in theirs.select_related("member", "bloc"):
        member = kept if one.member_id == gone.pk else one.member
        bloc = kept if one.bloc_id == gone.pk else one.bloc
        if not Membership.objects.filter(member=member, bloc=bloc).exists():
            added.append(Membership(member=member, bloc=bloc, from_on=one.from_on, to_on=one.to_on))
    return added


def _carry_names(merge: Merge, gone: Party, kept: Party, *, by: User) -> None:
    """In these talks alone: elsewhere the party that goes here may go on by its name.

    What led to it before still does, and on from there: as known before this, no further.
    """
    before = gone.former_slugs.filter(within=None).values_list("slug", "was_public")
    known = set(FormerSlug.objects.filter(within=merge.talks).values_list("slug", flat=True))
    FormerSlug.objects.bulk_create(
        FormerSlug(slug=slug, party=kept, within=merge.talks, was_public=was_public, given_up_by=by)
        for slug, was_public in [(gone.slug, merge.talks.is_published), *before]
        if slug not in known
    )
    for webhook in Webhook.objects.filter(negotiation=merge.talks, parties__contains=[gone.slug]):
        parties = united(kept.slug if slug == gone.slug else slug for slug in webhook.parties)
        Webhook.objects.filter(pk=webhook.pk).update(parties=parties)
