"""The field's words as readers see them: translated, and each stance with a sign, since colour never stands alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from positions.vocabulary import (
    Absence,
    Act,
    Attribution,
    Cause,
    Direction,
    Method,
    NoScore,
    PartyKind,
    Relation,
    Role,
    Salience,
    Stance,
    Word,
)

Text = str | Promise


@dataclass(frozen=True)
class Look:
    """How a cell shows what it says: the letter of its class in the style sheet, its sign, and the word."""

    letter: str
    sign: str
    word: Text


STANCES: Mapping[Stance, Look] = {
    Stance.SUPPORTS: Look("s", "+", _("supports")),
    Stance.CONDITIONAL: Look("k", "±", _("conditional")),
    Stance.UNDECIDED: Look("u", "?", _("undecided")),
    Stance.OPPOSES: Look("o", "−", _("opposes")),
    Stance.UNSPECIFIED: Look("x", "•", _("on the scale")),
}
ABSENCES: Mapping[Absence, Look] = {
    Absence.NEVER_STATED: Look("n", "", _("never stated")),
    Absence.WITHDRAWN: Look("w", "×", _("withdrawn")),
}
_SAID: list[tuple[Word, Text]] = [
    *((stance, look.word) for stance, look in STANCES.items()),
    *((absence, look.word) for absence, look in ABSENCES.items()),
    (Act.DEMAND, _("demand")),
    (Act.PROPOSAL, _("proposal")),
    (Act.ACCEPTANCE, _("acceptance")),
    (Act.REJECTION, _("rejection")),
    (Act.CONCESSION, _("concession")),
    (Act.DECLARATION, _("declaration")),
    (Attribution.QUOTED, _("quoted")),
    (Attribution.PARAPHRASED, _("paraphrased")),
    (Attribution.REPORTED, _("reported")),
    (Attribution.PREDICTED, _("predicted by others")),
    (Salience.RED_LINE, _("red line")),
    (Salience.HIGH, _("high priority")),
    (Salience.MEDIUM, _("medium priority")),
    (Salience.LOW, _("low priority")),
    (Salience.UNSPECIFIED, _("priority not said")),
    (PartyKind.STATE, _("state")),
    (PartyKind.BLOC, _("bloc")),
    (PartyKind.ALLIANCE, _("alliance")),
    (PartyKind.MOVEMENT, _("movement")),
    (PartyKind.GOVERNMENT, _("government")),
    (PartyKind.PARTY, _("party")),
    (PartyKind.ORGANISATION, _("organisation")),
    (PartyKind.COMPANY, _("company")),
    (PartyKind.UNION, _("union")),
    (Role.PRINCIPAL, _("principal")),
    (Role.MEDIATOR, _("mediator")),
    (Role.GUARANTOR, _("guarantor")),
    (Role.OBSERVER, _("observer")),
    (Relation.AGREE, _("agree")),
    (Relation.PARTIAL, _("agree in part")),
    (Relation.OPPOSE, _("oppose each other")),
    (Relation.UNDECIDED, _("one side is undecided")),
    (Relation.UNKNOWN, _("cannot be compared")),
    (Method.CITY_BLOCK, _("by distance and priority")),
    (Method.EQUAL_WEIGHTS, _("every target counts the same")),
    (Method.BINARY, _("same side or not")),
    (NoScore.NOTHING_IN_COMMON, _("the two have nothing in common that could be compared")),
    (NoScore.NO_WEIGHT, _("what the two have in common has no weight")),
    (Cause.FIRST_RECORDED, _("first stated")),
    (Cause.PARTY_MOVED, _("the party moved")),
    (Cause.LEARNT_LATER, _("learnt later")),
    (Cause.CORRECTED, _("record corrected")),
    (Cause.WITHDRAWN, _("withdrawn")),
    (Direction.HARDENING, _("hardened")),
    (Direction.SOFTENING, _("softened")),
    (Direction.REVERSAL, _("changed sides")),
    (Direction.NEITHER, ""),
]
# Two vocabularies may share a word and mean different things by it, so each is looked up in its own.
_WORDS: Mapping[tuple[type[Word], str], Text] = {(type(word), word.value): text for word, text in _SAID}


def say(word: Word) -> Text:
    """The word in the reader's language."""
    return _WORDS[type(word), word.value]
