"""What is called otherwise today: from a slug that was given up to the present one."""

from collections.abc import Collection
from dataclasses import dataclass, field

from positions.models import FormerSlug


@dataclass(frozen=True)
class PresentSlugs:
    """Shape: by former slug, the present one. `targets`: by (slug of the talks, former slug)."""

    talks: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    targets: dict[tuple[str, str], str] = field(default_factory=dict)

    def target(self, slug: str, *, talks: str | None) -> str | None:
        """Where the talks are not given, the name must have been that of one target alone."""
        found = {now for (where, was), now in self.targets.items() if was == slug and talks in {None, where}}
        return found.pop() if len(found) == 1 else None


def present_slugs(slugs: Collection[str]) -> PresentSlugs:
    """Those of the given slugs that were given up, whatever they named. One query."""
    found = PresentSlugs()
    columns = ("slug", "negotiation__slug", "party__slug", "target__slug", "target__negotiation__slug")
    for was, talks, party, target, where in FormerSlug.objects.filter(slug__in=slugs).values_list(*columns):
        if talks:
            found.talks[was] = talks
        elif party:
            found.parties[was] = party
        else:
            found.targets[where, was] = target
    return found
