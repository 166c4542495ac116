"""Colours and type of the charts, by day and by night; the same as in the pages' style sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from positions.vocabulary import Relation, Stance, Theme

# Names without digits and quotes alone: one that a program can't read makes it drop the whole list.
FONT = "Liberation Sans, Helvetica, Arial, sans-serif"
SERIF = "Liberation Serif, Georgia, Times, serif"


@dataclass(frozen=True)
class Palette:
    """Colours of one theme. Blue to orange is told apart by every kind of colour vision; signs stand beside it."""

    paper: str
    ink: str
    soft: str
    line: str
    stances: Mapping[str, str]
    on_stances: Mapping[str, str]
    empty: str
    low: str
    middle: str
    high: str


LIGHT = Palette(
    paper="#ffffff",
    ink="#1b2733",
    soft="#51606e",
    line="#dcdcd6",
    stances={
        Stance.SUPPORTS: "#1c6a9c",
        Stance.CONDITIONAL: "#9cc9e6",
        Stance.UNDECIDED: "#ecd27f",
        Stance.OPPOSES: "#b9471a",
        Stance.UNSPECIFIED: "#7a7f86",
    },
    on_stances={
        Stance.SUPPORTS: "#ffffff",
        Stance.CONDITIONAL: "#10222f",
        Stance.UNDECIDED: "#2b2410",
        Stance.OPPOSES: "#ffffff",
        Stance.UNSPECIFIED: "#ffffff",
    },
    empty="#eeede9",
    low="#c9582a",
    middle="#f3efe6",
    high="#1c6a9c",
)
DARK = Palette(
    paper="#14191f",
    ink="#e6e9ec",
    soft="#a4afba",
    line="#2f3841",
    stances={
        Stance.SUPPORTS: "#4f9fd4",
        Stance.CONDITIONAL: "#27526e",
        Stance.UNDECIDED: "#c9a94b",
        Stance.OPPOSES: "#e07b4c",
        Stance.UNSPECIFIED: "#6c747d",
    },
    on_stances={
        Stance.SUPPORTS: "#06131c",
        Stance.CONDITIONAL: "#e9f4fb",
        Stance.UNDECIDED: "#1b1604",
        Stance.OPPOSES: "#1f0c03",
        Stance.UNSPECIFIED: "#ffffff",
    },
    empty="#1f262d",
    low="#e07b4c",
    middle="#39424b",
    high="#4f9fd4",
)
PALETTES = {Theme.LIGHT: LIGHT, Theme.DARK: DARK}
SIGNS: Mapping[str, str] = {
    Stance.SUPPORTS: "+",
    Stance.CONDITIONAL: "±",
    Stance.UNDECIDED: "?",
    Stance.OPPOSES: "−",
    Stance.UNSPECIFIED: "•",
}
# How two positions relate, in the colours of the stances that they are most like.
RELATIONS: Mapping[Relation, Stance] = {
    Relation.AGREE: Stance.SUPPORTS,
    Relation.PARTIAL: Stance.CONDITIONAL,
    Relation.UNDECIDED: Stance.UNDECIDED,
    Relation.OPPOSE: Stance.OPPOSES,
}
