"""Stage extraction: yes, no, yes if, or not yet said: the stance of a reading and the words of its condition.

In: a reading. Out: `Leaning`. Only extraction calls it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from positions.extraction.language.lexicon import Lexicon
from positions.extraction.language.parsing import SUBJECTS, ParsedText
from positions.extraction.which_way.climbs import find_sense
from positions.extraction.which_way.negations import NONE_OF, VERBS, is_none, is_passed_over
from positions.extraction.which_way.open_clauses import is_tied_to
from positions.extraction.which_way.readings import WHOLE, Reading
from positions.vocabulary import Act, Stance

CLAUSE_ENDS = frozenset((",", ";", ".", '"'))
# What a condition opens with that is a clause of its own; the second only where what it hangs on is still to come.
IF, ONCE = frozenset(("if", "provided", "providing", "assuming")), frozenset(("once",))
# What makes of a "no" a "yes, but not before": "will not sign until they leave".
UNTIL = frozenset(("unless", "until", "before"))
# Before "if" it makes no condition: "even if", "as if"; nor after it: "if only because".
NO_IF = frozenset(("even", "as", "only"))
# What stands in a condition hangs on none.
WITHIN = frozenset(("in_condition", "threat_if_not", WHOLE))
TOLD = frozenset(("VBD", "VBN"))
CONTRACTED = frozenset(("n't", "n’t"))
# What a verb says of its subject or does, and what leads up to it from there.
BESIDE = frozenset(("acomp", "attr", "dobj"))
CLAUSES = frozenset(("conj", "ccomp", "advcl", "relcl", "acl", "xcomp"))
PREDICATES = frozenset(("prep", "pobj", "acomp", "attr", "oprd", "amod"))
NOUNS = frozenset(("NOUN", "PROPN"))
# What opens a condition that may only repeat that the talks succeed.
REPEATING = frozenset(("if", "once", "when"))
# Below "provided", and after it, where it is somebody's doing.
DOINGS = frozenset((*SUBJECTS, "aux", "auxpass", "agent"))
HELPING = frozenset(("aux", "auxpass", "expl"))
GIVEN = frozenset(("by", "to", "for", "in", "with", "from", "through"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """A stance with its condition's text; `feature` names the rule that decided."""

    stance: Stance
    condition: str
    feature: str


def find_leaning(parsed: ParsedText, reading: Reading, *, lexicon: Lexicon) -> Leaning:
    """The stance of a reading."""
    words = sentence_words(parsed, reading)
    is_taken = "passed_over" not in reading.features
    if is_taken and is_undecided(parsed, reading, words, lexicon=lexicon):
        return Leaning(stance=Stance.UNDECIDED, condition="", feature="undecided")
    if reading.sign < 0:
        condition = waited_for(parsed, reading, lexicon=lexicon)
        if not condition:
            return Leaning(stance=Stance.OPPOSES, condition="", feature="plain_opposes")
    else:
        condition = find_condition(parsed, reading, words, lexicon=lexicon)
    if condition:
        return Leaning(stance=Stance.CONDITIONAL, condition=condition, feature="conditional")
    return Leaning(stance=Stance.SUPPORTS, condition="", feature="plain_supports")


def sentence_words(parsed: ParsedText, reading: Reading) -> list[str]:
    sentence = parsed.sentences[reading.match.sentence]
    words = (token.text.lower() for token in parsed.tokens[sentence.first : sentence.last])
    return ["not" if word in CONTRACTED else word for word in words]


def is_undecided(parsed: ParsedText, reading: Reading, words: list[str], *, lexicon: Lexicon) -> bool:
    """Whether what stands above the target puts indecision on record."""
    found = lexicon.find_phrases("undecided.phrases", " ".join(words))
    return is_neither(parsed, reading, lexicon=lexicon) or any(
        governs(parsed, reading, phrase, words, lexicon=lexicon) for phrase in found
    )


def is_neither(parsed: ParsedText, reading: Reading, *, lexicon: Lexicon) -> bool:
    """Whether both a yes and a no are denied: "neither backed nor rejected it", "did not endorse or oppose it"."""
    for second in reading.route:
        first = parsed.tokens[second].head
        if parsed.tokens[second].dep != "conj" or not {parsed.tokens[i].pos for i in (first, second)} <= VERBS:
            continue
        joiners = {parsed.tokens[c].lemma for c in parsed.children[first]}
        senses = [find_sense(parsed, parsed.tokens[i], lexicon=lexicon) for i in (first, second)]
        signs = {sense.sign for sense in senses if sense is not None and sense.act is not None}
        is_denied = "neither" in joiners or (parsed.child(first, "neg") is not None and "or" in joiners)
        if is_denied and len(signs) > 1:
            return True
    return False


def governs(parsed: ParsedText, reading: Reading, phrase: str, words: list[str], *, lexicon: Lexicon) -> bool:
    """Whether a word of a phrase, where it stands in the sentence, is above the target, and not after "instead of"."""
    first = parsed.sentences[reading.match.sentence].first
    inside = {first + i for place in places(phrase, words) for i in place}
    path = parsed.path(reading.match.head)
    said = {i for i in inside if is_said_of(parsed, i, path)}
    above = [i for i in path if i in inside] or sorted(said)
    return any(not is_passed_over(parsed, parsed.tokens[i].head, i, lexicon=lexicon) for i in above)


def is_said_of(parsed: ParsedText, index: int, path: Sequence[int]) -> bool:
    """Whether a word beside the way up is said in the target's own clause.

    "The levy is under review", "is an open question", "is noncommittal on the levy".
    """
    edge = next((n for n, i in enumerate(path) if parsed.tokens[i].dep in CLAUSES), len(path))
    own = path[: edge + 1]
    verb = parsed.tokens[index].head
    while parsed.tokens[verb].dep in PREDICATES:
        verb = parsed.tokens[verb].head
    is_beside = parsed.tokens[index].dep in BESIDE and parsed.tokens[index].head == verb
    is_not = parsed.child(verb, "neg") is not None
    is_own = verb in own and parsed.tokens[verb].pos in VERBS and not is_not
    return is_own and (is_beside or parsed.child(verb, *SUBJECTS) in path)


def places(phrase: str, words: list[str]) -> Iterator[range]:
    """Where a phrase stands among a sentence's words, as ranges of their numbers."""
    pieces = phrase.split()
    for i in range(len(words) - len(pieces) + 1):
        if words[i : i + len(pieces)] == pieces:
            yield range(i, i + len(pieces))


def find_condition(parsed: ParsedText, reading: Reading, words: list[str], *, lexicon: Lexicon) -> str:
    """The words of a condition in the target's sentence, as the text has them. `words`: the sentence's, lower case."""
    if not reading.features.isdisjoint(WITHIN):
        return ""
    sentence = parsed.sentences[reading.match.sentence]
    path = parsed.path(reading.match.head)
    partial = reservation(words, lexicon=lexicon)
    text = " ".join(words)
    hanging = list(lexicon.find_phrases("condition.hanging", text))
    for phrase in (*lexicon.find_phrases("condition.phrases", text), *hanging, *([partial] if partial else [])):
        for place in places(phrase, words):
            opening = range(sentence.first + place.start, sentence.first + place.stop)
            if is_given(parsed, opening) or is_price(phrase, reading, lexicon=lexicon):
                continue
            above = set(opening).intersection(path)
            if phrase in hanging and not above and not is_said_of(parsed, opening.start, path):
                continue
            # In "its support for the levy depends on" the verb stands above both the target and the condition.
            if any(parsed.tokens[i].pos not in VERBS for i in above):
                return ""
            return clause(parsed, reading, opening.start, sentence.last, lexicon=lexicon)
    return tied(parsed, reading, lexicon=lexicon) or hung_on(parsed, reading, lexicon=lexicon)


def tied(parsed: ParsedText, reading: Reading, *, lexicon: Lexicon) -> str:
    """What the holder ties its stance to: "linked its approval of the loan to an audit"."""
    last = parsed.sentences[reading.match.sentence].last
    path = parsed.path(reading.match.head)
    below = (child for i in path for child in parsed.children[i] if child not in path)
    prep = next((child for child in below if is_tied_to(parsed, child, lexicon=lexicon)), None)
    return "" if prep is None else clause(parsed, reading, prep, last, lexicon=lexicon)


def is_given(parsed: ParsedText, opening: range) -> bool:
    """Whether "provided" is what somebody does, and opens no condition: "guarantees provided by Northland"."""
    token = parsed.tokens[opening.start]
    if len(opening) > 1 or token.lemma != "provide":
        return False
    after = parsed.tokens[opening.stop : opening.stop + 1]
    below = {parsed.tokens[child].dep for child in parsed.children[token.index]}
    return bool(below & DOINGS) or any(t.lemma in GIVEN for t in after)


def is_price(phrase: str, reading: Reading, *, lexicon: Lexicon) -> bool:
    """Whether a phrase opens what a demand is paid with, which hangs on nothing: "in return for a loan A wants it"."""
    is_bargain = any(lexicon.has("bargains.nouns", word) for word in phrase.split())
    return is_bargain and reading.act is Act.DEMAND


def hung_on(parsed: ParsedText, reading: Reading, *, lexicon: Lexicon) -> str:
    """The clause with "if" or "once" that a verb between target and holder hangs on: "would sign if they leave"."""
    last = parsed.sentences[reading.match.sentence].last
    for verb in dict.fromkeys((*reading.verbs, reading.node)):
        if lexicon.has("questions.inquiries", parsed.tokens[verb].lemma) or not is_own(parsed, verb, reading):
            continue
        for mark in opened_by(parsed, verb, IF if is_told(parsed, verb) else IF | ONCE):
            around = {token.text.lower() for token in parsed.tokens[max(mark - 1, 0) : mark + 2]}
            found = "" if around & NO_IF else clause(parsed, reading, mark, last, lexicon=lexicon)
            if found:
                return found
    return ""


def is_own(parsed: ParsedText, verb: int, reading: Reading) -> bool:
    """Whether a verb says what the holder itself leans to or would do: "we would pay", not "shops would shut"."""
    if "stance_word" in reading.features or (verb == reading.node and reading.holder is not None):
        return True
    subject = parsed.child(verb, *SUBJECTS)
    return subject is not None and parsed.tokens[subject].lemma in {"i", "we"}


def waited_for(parsed: ParsedText, reading: Reading, *, lexicon: Lexicon) -> str:
    """The words that a "no" ends with: who "will not sign until they leave", or "unless", will sign when they do.

    So will who "will not sign without a guarantee", or says that "there will be no deal" without one.
    """
    last = parsed.sentences[reading.match.sentence].last
    for verb in reading.verbs if "negated" in reading.features else ():
        is_not = any(parsed.tokens[child].dep == "neg" for child in parsed.children[verb])
        is_no = any(is_none(parsed, i) for i in reading.route if parsed.tokens[i].head == verb)
        if not (is_not or is_no) or is_told(parsed, verb):
            continue
        for mark in (*opened_by(parsed, verb, UNTIL), *lacking(parsed, verb, reading)):
            found = clause(parsed, reading, mark, last, lexicon=lexicon)
            if found:
                return found
    return ""


def lacking(parsed: ParsedText, verb: int, reading: Reading) -> Iterator[int]:
    """Where "without" opens what is lacking for a yes, beside a verb or in the target's own phrase."""
    for above in (verb, *(i for i in reading.route if parsed.tokens[i].pos in NOUNS), *reading.match.tokens):
        yield from (c for c in parsed.children[above] if parsed.tokens[c].lemma == "without")


def opened_by(parsed: ParsedText, verb: int, marks: Collection[str]) -> Iterator[int]:
    """The first words of the clauses below a verb that open with one of some words."""
    for child in parsed.children[verb]:
        if parsed.tokens[child].dep == "advcl" and parsed.tokens[child].pos in VERBS:
            yield from (c for c in parsed.children[child] if parsed.tokens[c].lemma in marks)


def is_told(parsed: ParsedText, verb: int) -> bool:
    """Whether a verb tells what happened, with no "will" or "would" beside it."""
    modals = any(parsed.tokens[child].tag == "MD" for child in parsed.children[verb])
    return parsed.tokens[verb].tag in TOLD and not modals


def reservation(words: list[str], *, lexicon: Lexicon) -> str | None:
    """What takes back a part of a yes: "agreed in principle, but"."""
    partial = lexicon.find_phrase("condition.partial", " ".join(words))
    return "but" if partial is not None and "but" in words[words.index(partial.split()[0]) :] else None


def clause(parsed: ParsedText, reading: Reading, first: int, last: int, *, lexicon: Lexicon) -> str:
    """From a condition's first word to the next comma; empty where it holds the target itself, or says nothing."""
    end = next((i for i in range(first + 1, last) if parsed.tokens[i].text in CLAUSE_ENDS), last)
    # "Only after an audit will they sign": what the helping verb opens is no part of the condition.
    verbs = {*reading.verbs, reading.node}
    helping = (i for i in range(first + 1, end) if parsed.tokens[i].dep in HELPING and parsed.tokens[i].head in verbs)
    end = next(helping, end)
    if reading.match.head >= first and any(first <= i < end for i in reading.match.tokens):
        return ""
    if is_repetition(parsed, range(first, end), lexicon=lexicon):
        return ""
    start, stop = parsed.span(first, end)
    return parsed.text[start:stop]


def is_repetition(parsed: ParsedText, words: range, *, lexicon: Lexicon) -> bool:
    """Whether a condition says only that the talks succeed: "once a deal is reached" (codebook.md, Rulings).

    Not "if no deal is reached", nor "if they sign the deal", which is for others to do.
    """
    tokens = parsed.tokens[words.start : words.stop]
    opens = tokens[0].lemma in REPEATING
    is_denied = any(token.dep == "neg" or token.lemma in NONE_OF for token in tokens)
    closings = [t for t in tokens if t.pos in VERBS and lexicon.has("condition.closings", t.lemma)]
    done = [parsed.child(t.index, *SUBJECTS) for t in closings]
    deals = [i for i in done if i is not None and lexicon.has("condition.deals", parsed.tokens[i].lemma)]
    others = {t.lemma.lower() for t in tokens if t.pos in NOUNS} - lexicon.words["condition.deals"]
    return opens and not is_denied and bool(deals) and others <= lexicon.words["speech.days"]
