"""Names as people write them: which are alike, what they name, and the slug that one makes. Pure: no database."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz import fuzz, process

from positions.catalog.problems import NEAR

# What keyboards and word processors write for one another; a text of the one is looked for with the other.
SAME_SIGNS = str.maketrans({**dict.fromkeys("’‘ʼʻ`´′", "'"), **dict.fromkeys("‐‑‒–—−", "-")})
# Letters that no mark is parted from. Source: what passports and railways write for them (ICAO Doc 9303, part 3, 6).
LATIN = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n"}
)
LONGEST_SLUG_CHARACTERS = 80


def composed(name: str) -> str:
    """With each letter and its marks as one character, as most keyboards write them; a Mac's files have them apart."""
    return unicodedata.normalize("NFC", name)


def alike(name: str) -> str:
    """What two spellings of one name have in common: not capitals, nor white space, hyphens, quotes and hidden marks.

    Accents tell names apart, except for the dot of a Turkish İ, which no small i can be without.
    """
    visible = "".join(letter for letter in composed(name) if unicodedata.category(letter) != "Cf")
    small = " ".join(visible.translate(SAME_SIGNS).casefold().split())
    return composed(small.replace("i̇", "i"))


def slug_from(name: str) -> str:
    """a-z, 0-9 and hyphens; letters with marks lose them. Empty where another letter would be lost: it may tell names
    apart, and what is left of `Рада EU` is another's."""
    plain = unicodedata.normalize("NFKD", name.translate(SAME_SIGNS).casefold()).casefold().translate(LATIN)
    if any(letter.isalnum() and not letter.isascii() for letter in plain):
        return ""
    plain = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG_CHARACTERS].strip("-")


class KnownNames:
    """Slugs by every name that they go by: by slug first, then as it is written, as it may be written, and by former
    slugs last, for what is called so today comes before what was. What is a former slug to the letter may be either."""

    def __init__(
        self, names: Iterable[tuple[str, str]], *, slugs: Collection[str], former: Mapping[str, str] | None = None
    ) -> None:
        """`names`: each with its slug. `former`: the present slug by each that was given up."""
        self._slugs = frozenset(slugs)
        self._former = {was: now for was, now in (former or {}).items() if was not in self._slugs}
        self._written: defaultdict[str, set[str]] = defaultdict(set)
        self._alike: defaultdict[str, set[str]] = defaultdict(set)
        self._spelled: dict[str, str] = {}
        for name, slug in names:
            self._written[composed(name)].add(slug)
            self._alike[alike(name)].add(slug)
            self._spelled.setdefault(alike(name), name)
        for slug in (*slugs, *self._former):
            self._spelled.setdefault(slug, slug)

    def slugs_of(self, name: str) -> set[str]:
        """Of whatever the name may mean; more than one where it does not tell them apart."""
        key = alike(name)
        if key in self._slugs:
            return {key}
        if written := self._written.get(composed(name)):
            return written
        called = self._alike.get(key, set())
        if key in self._former and (name == key or not called):
            return called | {self._former[key]}
        return called

    def bearer_of(self, slug: str) -> str | None:
        """The present slug of what bears this one, or bore it."""
        return slug if slug in self._slugs else self._former.get(slug)

    def find_twin(self, slug: str) -> str | None:
        """A name of what bears the slug that would make the same slug; of whatever there is where nothing bears it."""
        names = (self._spelled[key] for key, slugs in self._alike.items() if slug in slugs or slug not in self._slugs)
        return next((name for name in names if slug_from(name) == slug), None)

    def name_of(self, slug: str) -> str:
        """A name of what bears the slug; the slug where it has none."""
        return next((self._spelled[key] for key, slugs in self._alike.items() if slug in slugs), slug)

    def nearest(self, name: str) -> str:
        """'; did you mean "Northland"?', as it is spelled there, or nothing where no name comes near."""
        found = process.extractOne(alike(name), list(self._spelled), scorer=fuzz.ratio, score_cutoff=NEAR)
        return f"; did you mean “{self._spelled[found[0]]}”?" if found else ""
