"""Stage extraction: what a catalog finds and does not find in articles, and where its names and cues get in each
other's way. In: a catalog and articles. Out: counts and warnings, for the person who writes the catalog.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from positions.extraction.contract import Catalog
from positions.extraction.cues.cue_matches import MatchedArticle
from positions.extraction.what.targets import phrase_stems
from positions.extraction.who.names import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class CueCount:
    """How often a cue of a target matches, in how many articles, and one sentence where it does.

    `is_within`: it never matches by itself, but its words stand where a longer phrase took the place.
    """

    target: str
    phrase: str
    source: str
    n_matches: int
    n_articles: int
    example: str
    is_within: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogCheck:
    """What was found of a catalog in some articles, in the catalog's order."""

    cues: list[CueCount]
    unfound_targets: list[str]
    unseen_parties: list[str]
    names: list[tuple[str, str, int]]
    """Names as printed, whose they are, how often they stand there; most frequent first."""
    warnings: list[str]


def check_catalog(catalog: Catalog, articles: Iterable[MatchedArticle]) -> CatalogCheck:
    """Counts of every cue and name, and what is doubtful whatever the articles say."""
    same = same_words(catalog)
    counts: Counter[tuple[str, str, str]] = Counter()
    where: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    examples: dict[tuple[str, str, str], str] = {}
    names: Counter[tuple[str, str]] = Counter()
    within: set[tuple[str, str, str]] = set()
    for article in articles:
        for match in article.matches:
            for key in same[match.cue.target, match.cue.stems]:
                counts[key] += 1
                where[key].add(article.article.name)
                examples.setdefault(key, article.words_of(match.sentence))
        within.update(key for stems, keys in same.items() if article.names(*stems) for key in keys)
        names.update((holder.text, holder.party) for holder in article.links.heads.values())
    cues = [
        CueCount(
            target=key[0], phrase=key[1], source=key[2], n_matches=counts[key], n_articles=len(where[key]),
            example=examples.get(key, ""), is_within=key in within and key not in counts,
        )
        for key in _cues(catalog)
    ]  # fmt: skip
    found = {key[0] for key in counts}
    seen = {party for _, party in names}
    return CatalogCheck(
        cues=cues,
        unfound_targets=[slug for slug in _targets(catalog) if slug not in found],
        unseen_parties=[party.slug for party in catalog.parties if party.slug not in seen],
        names=[(name, party, n) for (name, party), n in sorted(names.items(), key=lambda item: (-item[1], item[0]))],
        warnings=list(warnings(catalog)),
    )


def same_words(catalog: Catalog) -> dict[tuple[str, frozenset[str]], list[tuple[str, str, str]]]:
    """Cues by target and word families: "prisoner swap" and "swap of prisoners" are found as one, and count as both."""
    parties = _party_names(catalog)
    groups: dict[tuple[str, frozenset[str]], list[tuple[str, str, str]]] = defaultdict(list)
    for target, phrase, source in _cues(catalog):
        groups[target, frozenset(phrase_stems(phrase, parties))].append((target, phrase, source))
    return groups


def _party_names(catalog: Catalog) -> dict[str, str]:
    return {name: party.slug for party in catalog.parties for name in (party.name, *party.aliases)}


def _targets(catalog: Catalog) -> list[str]:
    return [*(issue.slug for issue in catalog.issues), *(proposal.slug for proposal in catalog.proposals)]


def _cues(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Every phrase that may name a target, with where it comes from."""
    for issue in catalog.issues:
        yield from ((issue.slug, phrase, "cue") for phrase in (*issue.toward, *issue.against))
        yield (issue.slug, issue.title, "title")
        yield (issue.slug, issue.proposition, "proposition")
    for proposal in catalog.proposals:
        yield from ((proposal.slug, phrase, "proposal") for phrase in (*proposal.cues, proposal.title))


def warnings(catalog: Catalog) -> Iterator[str]:
    """What gets in each other's way, in sentences."""
    yield from shared_surnames(catalog)
    yield from names_within_names(catalog)
    yield from common_names(catalog)
    yield from shared_cues(catalog)


def shared_surnames(catalog: Catalog) -> Iterator[str]:
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for party in catalog.parties:
        for speaker in party.speakers:
            owners[plain(speaker.name).split()[-1]].add((party.slug, speaker.name))
    for surname, speakers in owners.items():
        if len({party for party, _ in speakers}) > 1:
            who = ", ".join(f"{name} ({party})" for party, name in sorted(speakers))
            yield f"“{surname}” alone could be {who}: it stands for nobody unless it is an alias of one."


def names_within_names(catalog: Catalog) -> Iterator[str]:
    names = [(name, party.slug) for party in catalog.parties for name in (party.name, *party.aliases)]
    for name, party in names:
        longer = [(other, owner) for other, owner in names if owner != party and f" {name} " in f" {other} "]
        for other, owner in longer:
            yield f"“{name}” ({party}) stands within “{other}” ({owner}): the longer wins where it is printed whole."


def common_names(catalog: Catalog) -> Iterator[str]:
    """Aliases that are ordinary words: they match wherever the words stand."""
    for party in catalog.parties:
        for alias in party.aliases:
            words = plain(alias).split()
            if all(word.islower() for word in words) and len(words) == 1:
                yield f"“{alias}” ({party.slug}) is an ordinary word: every “{plain(alias)}” is taken for the party."


def shared_cues(catalog: Catalog) -> Iterator[str]:
    """Cues by which two targets are named, or both sides of one; and cues that hold nothing but names."""
    parties = _party_names(catalog)
    owners: dict[frozenset[str], list[tuple[str, str]]] = defaultdict(list)
    for where, phrase in _phrases(catalog):
        stems = frozenset(phrase_stems(phrase, parties))
        if all(stem.startswith("@") for stem in stems):
            yield f"“{phrase}” ({where}) holds nothing but names of parties and common words: it is never looked for."
        else:
            owners[stems].append((where, phrase))
    for uses in owners.values():
        if len({where for where, _ in uses}) > 1:
            named = " and ".join(sorted({where for where, _ in uses}))
            yield f"“{uses[0][1]}” names {named}: a match counts for one of them only."


def _phrases(catalog: Catalog) -> Sequence[tuple[str, str]]:
    toward = [(f"{issue.slug} toward", phrase) for issue in catalog.issues for phrase in issue.toward]
    against = [(f"{issue.slug} against", phrase) for issue in catalog.issues for phrase in issue.against]
    return [*toward, *against, *((proposal.slug, phrase) for proposal in catalog.proposals for phrase in proposal.cues)]
