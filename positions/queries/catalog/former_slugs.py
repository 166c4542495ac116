"""What is called otherwise today: from a slug that was given up to the present one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import chain

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from positions.models import FormerSlug, Negotiation, Participation, Target

# Of a target, or of the one that it was merged into.
SLUG_OF_WHAT_STAYS = Coalesce("target__merged_into__slug", "target__slug")
# The same of a party within talks where a name leads to it since a merge.
MERGED_THERE = Participation.objects.filter(negotiation=OuterRef("within"), party=OuterRef("party"))
SLUG_OF_WHO_STAYS = Coalesce(Subquery(MERGED_THERE.order_by().values("merged_into__party__slug")[:1]), "party__slug")


@dataclass(frozen=True)
class PresentSlugs:
    """Shape: by former slug, the present one. `targets`: by (slug of the talks, former slug).

    `merged`: likewise, parties that were found to be the same as another in those talks alone. `renamed`: likewise,
    targets by the name that they had last themselves, also where they were merged into another since.
    """

    talks: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    targets: dict[tuple[str, str], str] = field(default_factory=dict)

    merged: dict[tuple[str, str], str] = field(default_factory=dict)
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)

    def before_merging(self) -> "PresentSlugs":
        """As if nothing had been merged: as known before, what was merged still goes by its own name."""
        return PresentSlugs(talks=self.talks, parties=self.parties, targets=self.renamed)

    def party(self, slug: str, *, talks: str | None) -> str | None:
        """Where the talks are not given, it must have been merged into one party alone."""
        found = {now for (where, was), now in self.merged.items() if was == slug and talks in {None, where}}
        return found.pop() if len(found) == 1 else self.parties.get(slug)

    def target(self, slug: str, *, talks: str | None) -> str | None:
        """Where the talks are not given, the name must have been that of one target alone."""
        found = {now for (where, was), now in self.targets.items() if was == slug and talks in {None, where}}
        return found.pop() if len(found) == 1 else None


def present_slugs(slugs: Collection[str], *, with_drafts: bool) -> PresentSlugs:
    """Those of the given slugs that were given up, whatever they named; nothing of a draft unless asked. One query."""
    found = PresentSlugs()
    columns = ("negotiation__slug", SLUG_OF_WHO_STAYS, "within__slug", "target__negotiation__slug", "target__slug")
    own = Target.objects.filter(negotiation=OuterRef("target__negotiation"), slug=OuterRef("slug"))
    rows = FormerSlug.objects.filter(Q() if with_drafts else of_published(), slug__in=slugs)
    for was, talks, party, within, where, target, stays, is_own in rows.values_list(
        "slug", *columns, SLUG_OF_WHAT_STAYS, Exists(own)
    ):
        if talks:
            found.talks[was] = talks
        elif party and within:
            found.merged[within, was] = party
        elif party:
            found.parties[was] = party
        else:
            found.targets[where, was] = stays
            if not is_own:
                found.renamed[where, was] = target
    return found


def find_talks(slug: str) -> Negotiation | None:
    """By the name that they have, or one that they gave up. One query."""
    if "\0" in slug:
        return None
    return Negotiation.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).first()


def given_up(which: Q, *, told: Q) -> ArraySubquery:
    """Of each row of a query, the slugs that it had before, the first first. `which`: those of the row."""
    return ArraySubquery(FormerSlug.objects.filter(which, told).order_by("id").values("slug"))


def told_in(negotiation: Negotiation) -> Q:
    """Not what was called so in a draft alone; all of it where these are a draft still, which staff alone read."""
    return Q(was_public=True) if negotiation.is_published else Q()


def of_published() -> Q:
    """Names of talks that everybody may see, and of who and what is in them. A party is one in all its talks."""
    published = Negotiation.objects.published()
    taking_part = Participation.objects.filter(negotiation__in=published).order_by().values("party")
    return (
        Q(negotiation__in=published)
        | Q(target__negotiation__in=published)
        | Q(within__in=published)
        | Q(within__isnull=True, party__in=taking_part)
    )


@dataclass(frozen=True)
class FormerNames:
    """Of one set of talks: by slug that was given up, the present one."""

    talks: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def present(self) -> dict[str, set[str]]:
        """Whatever they name."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for was, now in chain(self.talks.items(), self.parties.items(), self.targets.items()):
            found[was].add(now)
        return dict(found)


def former_names(negotiation: Negotiation) -> FormerNames:
    """Of its parties and targets, for what was written down before a name was given up. One query."""
    taking_part = negotiation.participations.listed().order_by().values("party")
    of_talks = Q(target__negotiation=negotiation) | Q(within=negotiation)
    rows = FormerSlug.objects.filter(of_talks | Q(within__isnull=True, party__in=taking_part)).order_by("-within")
    return _read_names(rows, target=SLUG_OF_WHAT_STAYS)


def renamed_in(negotiation: Negotiation) -> FormerNames:
    """For answers that were written down: what was renamed, the talks too. One query.

    What was merged into another is not among them: in an answer as known before, it still goes by its own name.
    """
    own = Target.objects.filter(negotiation=negotiation).values("slug")
    of_parties = Q(within__isnull=True, party__in=negotiation.participations.order_by().values("party"))
    of_targets = Q(target__negotiation=negotiation) & ~Q(slug__in=own)
    rows = FormerSlug.objects.filter(Q(negotiation=negotiation) | of_parties | of_targets)
    return _read_names(rows, target=F("target__slug"))


def _read_names(rows: QuerySet[FormerSlug], *, target: F | Coalesce) -> FormerNames:
    """`target`: the slug of the target that a row leads to."""
    found = FormerNames()
    for was, talks, party, stays in rows.values_list("slug", "negotiation__slug", SLUG_OF_WHO_STAYS, target):
        if talks:
            found.talks[was] = talks
        elif party:
            found.parties[was] = party
        else:
            found.targets[was] = stays
    return found
