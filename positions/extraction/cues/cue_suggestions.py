"""Stage extraction: cues and aliases that a catalog lacks, from stances that people found and no cue of it names.

In: a catalog and articles with coded places. Out: phrases, each with what it would find and what it would find in vain.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from positions.extraction.contract import Catalog
from positions.extraction.cues.coded_places import CodedPlace
from positions.extraction.cues.cue_matches import MatchedArticle
from positions.extraction.language.parsing import Token
from positions.extraction.what.targets import phrase_stems
from positions.extraction.who.names import index_names, plain

# Unit: tokens. Longer phrases are matched by nothing but the sentence that they come from.
LONGEST_PHRASE = 4
CONTENT = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "NUM"))
CARRYING = frozenset(("NOUN", "PROPN", "VERB"))
# Words that say how a stance is put, not what it is about; they would match everywhere.
TOO_COMMON = frozenset((
    "say", "tell", "want", "demand", "call", "agree", "accept", "reject", "propose", "offer", "support", "oppose",
    "ask", "make", "take", "have", "do", "go", "come", "get", "give", "need", "use", "know", "think", "see", "add",
    "include", "state", "announce", "country", "government", "president", "minister", "official", "leader", "people",
    "year", "month", "week", "day", "time", "side", "party", "new", "first", "last", "other", "part",
))  # fmt: skip

# A sentence of an article: (number of the article, number of the sentence).
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A phrase for a target (or a name for a party), with its gain and its cost.

    `n_gained`: sentences with a coded stance that nothing named and this would; `n_articles`: articles with such;
    `n_false`: sentences that it would match although nobody coded a stance on the target there.
    """

    slug: str
    phrase: str
    n_gained: int
    n_articles: int
    n_false: int
    example: str

    @property
    def precision(self) -> float:
        return self.n_gained / (self.n_gained + self.n_false)


@dataclass
class Candidate:
    """A phrase under examination. `gained`: sentences with a coded stance that no cue names."""

    stems: frozenset[str]
    phrases: Counter[str] = field(default_factory=Counter)
    gained: set[Place] = field(default_factory=set)
    false: set[Place] = field(default_factory=set)

    @property
    def worth(self) -> tuple[int, int, int]:
        """What makes one better than another: gain less cost, then gain, then to be nearer to a pair of words: one
        word alone matches too much elsewhere, three too little."""
        return len(self.gained) - len(self.false), len(self.gained), -abs(len(self.stems) - 2)


@dataclass(frozen=True)
class Missed:
    """A coded place whose sentences have no cue of its targets. `article`: its number."""

    article: int
    sentences: tuple[int, ...]
    place: CodedPlace


def suggest_cues(
    catalog: Catalog, articles: Sequence[MatchedArticle], *, min_gain: int = 2, min_precision: float = 0.5
) -> list[Suggestion]:
    """Cues by target, best first; none where what a phrase finds is found by a better one already."""
    missed = list(missed_places(articles))
    names = {name: party.slug for party in catalog.parties for name in (party.name, *party.aliases)}
    suggestions: list[Suggestion] = []
    for target in dict.fromkeys(slug for one in missed for slug in one.place.targets[:1]):
        wanted = [one for one in missed if target in one.place.targets]
        candidates = list(weighed(candidates_for(wanted, articles, names), target, wanted, articles))
        suggestions += chosen(target, candidates, articles, (min_gain, min_precision))
    return sorted(suggestions, key=lambda s: (s.slug, -s.n_gained, s.n_false, s.phrase))


def missed_places(articles: Sequence[MatchedArticle]) -> Iterator[Missed]:
    """Every coded place that no cue of any of its targets names."""
    for index, article in enumerate(articles):
        for place in article.article.places:
            sentences = tuple(article.sentences_at(place.start, place.end))
            if not any((sentence, target) in article.found for sentence in sentences for target in place.targets):
                yield Missed(index, sentences, place)


def candidates_for(
    wanted: Iterable[Missed], articles: Sequence[MatchedArticle], names: dict[str, str]
) -> list[Candidate]:
    """Phrases from the coded words themselves, by their word families."""
    found: dict[frozenset[str], Candidate] = {}
    for one in wanted:
        for phrase in phrases(articles[one.article], one.place):
            stems = frozenset(phrase_stems(phrase, names))
            if any(not stem.startswith("@") for stem in stems):
                found.setdefault(stems, Candidate(stems)).phrases[phrase] += 1
    return list(found.values())


def phrases(article: MatchedArticle, place: CodedPlace) -> Iterator[str]:
    """Runs of up to four words that begin and end with a word of content and hold one that can carry a meaning."""
    tokens = [t for t in article.parsed.tokens if place.start <= t.start and t.end <= place.end]
    for first, token in enumerate(tokens):
        if token.pos not in CONTENT:
            continue
        for last in range(first, min(first + LONGEST_PHRASE, len(tokens))):
            run = tokens[first : last + 1]
            if any(t.pos == "PUNCT" or t.index in article.links.inside for t in run) and last > first:
                break
            if run[-1].pos in CONTENT and says_something(run, article):
                yield " ".join(article.article.text[run[0].start : run[-1].end].lower().split())


def says_something(run: Sequence[Token], article: MatchedArticle) -> bool:
    lemmas = [t.lemma.lower() for t in run if t.pos in CARRYING and t.index not in article.links.inside]
    return any(lemma.isalpha() and lemma not in TOO_COMMON for lemma in lemmas)


def weighed(
    candidates: Iterable[Candidate], target: str, wanted: Sequence[Missed], articles: Sequence[MatchedArticle]
) -> Iterator[Candidate]:
    """The candidates with what each would find, rightly and in vain."""
    coded = coded_sentences(target, articles)
    for candidate in candidates:
        for one in wanted:
            article = articles[one.article]
            candidate.gained |= {(one.article, s) for s in one.sentences if article.says(candidate.stems, s)}
        if is_worth_a_look(candidate):
            candidate.false |= set(false_alarms(candidate, target, articles, coded))
            yield candidate


def is_worth_a_look(candidate: Candidate) -> bool:
    """Whether a phrase finds anything; a single word must do so in two articles, or it is an accident of one."""
    n_articles = len({article for article, _ in candidate.gained})
    return n_articles >= 2 or (n_articles == 1 and len(candidate.stems) > 1)


def coded_sentences(target: str, articles: Sequence[MatchedArticle]) -> set[Place]:
    """Where somebody coded a stance on the target."""
    return {
        (index, sentence)
        for index, article in enumerate(articles)
        for place in article.article.places
        if target in place.targets
        for sentence in article.sentences_at(place.start, place.end)
    }


def false_alarms(
    candidate: Candidate, target: str, articles: Sequence[MatchedArticle], coded: set[Place]
) -> Iterator[Place]:
    """Sentences that the phrase would newly match although nobody coded the target there."""
    for index, article in enumerate(articles):
        for sentence in range(len(article.parsed.sentences)):
            is_new = (sentence, target) not in article.found and (index, sentence) not in coded
            if is_new and article.says(candidate.stems, sentence):
                yield index, sentence


def chosen(
    target: str, candidates: list[Candidate], articles: Sequence[MatchedArticle], limits: tuple[int, float]
) -> Iterator[Suggestion]:
    """The best candidate, then the best for what that one leaves, and so on while it is worth it.

    `limits`: the least gain, the least precision.
    """
    taken: set[Place] = set()
    while True:
        left = [c for c in candidates if len(c.gained - taken) >= limits[0]]
        best = max(left, key=lambda c: (len(c.gained - taken) - len(c.false), *c.worth, min(c.phrases)), default=None)
        if best is None:
            return
        candidates.remove(best)
        gained = best.gained - taken
        article, sentence = min(gained)
        suggestion = Suggestion(
            slug=target,
            phrase=best.phrases.most_common(1)[0][0],
            n_gained=len(gained),
            n_articles=len({index for index, _ in gained}),
            n_false=len(best.false),
            example=articles[article].words_of(sentence),
        )
        if suggestion.precision >= limits[1]:
            taken |= gained
            yield suggestion


def suggest_aliases(catalog: Catalog, articles: Sequence[MatchedArticle]) -> list[Suggestion]:
    """Speakers whom people coded for a party and whose printed name the catalog does not know."""
    known = index_names(catalog).names
    gained: dict[tuple[str, str], list[tuple[int, CodedPlace]]] = defaultdict(list)
    for index, article in enumerate(articles):
        for place in article.article.places:
            name = plain(place.speaker)
            if name and name not in known and name[0].isupper() and not _is_named(article, place):
                gained[place.party, name].append((index, place))
    suggestions = [
        _alias(party, name, places, articles, others=sum(n == name for _, n in gained) - 1)
        for (party, name), places in gained.items()
    ]
    return sorted(suggestions, key=lambda s: (s.slug, -s.n_gained, s.phrase))


def _is_named(article: MatchedArticle, place: CodedPlace) -> bool:
    """Whether a name of the party stands within the speaker's name already ("Russian Foreign Ministry")."""
    names = [holder.text for holder in article.links.inside.values() if holder.party == place.party]
    return any(name in place.speaker for name in names)


def _alias(
    party: str, name: str, places: list[tuple[int, CodedPlace]], articles: Sequence[MatchedArticle], *, others: int
) -> Suggestion:
    first, place = places[0]
    return Suggestion(
        slug=party,
        phrase=name,
        n_gained=len(places),
        n_articles=len({index for index, _ in places}),
        n_false=others,
        example=articles[first].words_of(articles[first].sentences_at(place.start, place.end)[0]),
    )
