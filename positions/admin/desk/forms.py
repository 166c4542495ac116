"""What a curator fills in: which statements to see, and the values to accept one with."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from positions.admin.desk.terms import TermRow, WithTerms, read_term_rows
from positions.history import lies_too_far, terms_of
from positions.models import Statement
from positions.queries.curating.desk import Choices
from positions.queries.curating.queue import QueueFilter, QueueOrder
from positions.review import Amendment, Choice, lacks_day
from positions.vocabulary import Act, Attribution, DecisionKind, Salience, Stance

# Dates are picked, or typed in figures; a month in words is understood too.
DATE_FORMATS = ["%Y-%m-%d", "%d %B %Y", "%d %b %Y"]
DATE_PROBLEM = "Write the date as year-month-day, such as 2025-03-12."
NO_DAY = "The article has no date: say on which day this was said."
DAY_EMPTIED = "Say on which day this was said."
NONE_GIVEN: list[tuple[str, str]] = [("", "all")]
NOT_CHOSEN = ("", "choose…")
ORDERS = [
    (QueueOrder.URGENT, "what matters most"),
    (QueueOrder.OLDEST, "oldest first"),
    (QueueOrder.NEWEST, "newest first"),
    (QueueOrder.SURE, "surest first"),
    (QueueOrder.UNSURE, "least sure first"),
]


class DayField(forms.DateField):
    """A day, picked or typed, that negotiations of our time can have."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DATE_FORMATS, error_messages={"invalid": DATE_PROBLEM}, **options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and lies_too_far(day, today=timezone.now().date()):
            raise forms.ValidationError("That day lies too far away; look at the year.")
        return day


class QueueForm(forms.Form):
    """Which of the waiting statements, and in which order. Values that can't be are left out."""

    negotiation = forms.ChoiceField(required=False, label="Talks")
    party = forms.CharField(required=False, max_length=80)
    target = forms.CharField(required=False, max_length=80)
    outlet = forms.CharField(required=False, max_length=200, label="Source", help_text="Part of the outlet's name.")
    confidence_from = forms.IntegerField(required=False, min_value=0, max_value=100, label="Sure from (%)")
    confidence_to = forms.IntegerField(required=False, min_value=0, max_value=100, label="Sure to (%)")
    older_than_days = forms.IntegerField(required=False, min_value=0, max_value=36500, label="Waits longer than (days)")
    newer_than_days = forms.IntegerField(required=False, min_value=0, max_value=36500, label="Waits less than (days)")
    order = forms.ChoiceField(required=False, choices=ORDERS)

    def __init__(self, asked: QueryDict, *, negotiations: list[tuple[str, str]], choices: Choices | None) -> None:
        super().__init__(asked, auto_id="filter_%s")
        self.fields["negotiation"].choices = [*NONE_GIVEN, *negotiations]  # type: ignore[attr-defined]
        if choices is not None:
            self.fields["party"] = forms.ChoiceField(required=False, choices=[*NONE_GIVEN, *choices.parties])
            self.fields["target"] = forms.ChoiceField(required=False, choices=[*NONE_GIVEN, *choices.targets])


def read_filter(asked: QueryDict) -> QueueFilter:
    """The filter of an address; whatever it can't mean is left out, and nothing is refused."""
    form = forms.Form(asked)
    form.fields = {name: field for name, field in QueueForm.base_fields.items() if name != "negotiation"}
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value not in {"", None}}
    for share in {"confidence_from", "confidence_to"} & given.keys():
        given[share] /= 100
    order = QueueOrder(given.pop("order", QueueOrder.URGENT))
    return QueueFilter(negotiation=asked.get("negotiation", "").replace("\0", "")[:80], order=order, **given)


# A statement has a stance: the last word is of positions alone.
STANCES = [(word, label) for word, label in Stance.choices() if word != Stance.UNSPECIFIED.value]


def with_present_day(sent: QueryDict, now: str) -> QueryDict:
    """A form in which the day was left as the page showed it has the one of now: its article's may be corrected since.

    Else that day would be taken for typed, and recorded in place of the right one. Shape: `sent` itself where nothing
    is another, else a copy that can be changed.
    """
    shown = sent.get("shown_on", "")
    if shown in {"", now} or sent.get("said_on", "") not in {"", shown}:
        return sent
    read = sent.copy()
    read["said_on"] = now
    return read


class ValuesForm(WithTerms):
    """What a statement says, as a person codes it."""

    # As on the page, so that what is missing is named, and gone to, from its top.
    field_order = ("quote", "title", "url", "outlet", "stance", "condition")

    party = forms.ChoiceField()
    target = forms.ChoiceField()
    stance = forms.ChoiceField(choices=STANCES, widget=forms.RadioSelect)
    condition = forms.CharField(required=False, max_length=2000, help_text="What a conditional stance hangs on.")
    act = forms.ChoiceField(choices=Act.choices(), initial=Act.DECLARATION.value)
    attribution = forms.ChoiceField(label="Known how")
    salience = forms.ChoiceField(choices=Salience.choices(), initial=Salience.UNSPECIFIED.value)
    speaker = forms.CharField(required=False, max_length=200)
    said_on = DayField(label="Said on")

    def __init__(self, given: QueryDict | None, *, choices: Choices, **options: Any) -> None:
        super().__init__(given, auto_id="choice_%s", **options)
        offered = {"party": choices.parties, "target": choices.targets, "attribution": Attribution.choices()}
        for name, values in offered.items():
            # A browser would choose the first of them by itself, and nobody would have said so.
            unsaid = [] if self.initial.get(name) else [NOT_CHOSEN]
            self.fields[name].choices = [*unsaid, *values]  # type: ignore[attr-defined]
        self.term_rows = read_term_rows(given) if given else []


class ChoiceForm(ValuesForm):
    """The values of a statement as a curator would accept it, and what the position is to say."""

    valid_from = DayField(required=False, label="Valid from", help_text="Empty: from the day it was said.")
    summary = forms.CharField(required=False, max_length=1000, help_text="The position in a sentence of yours.")
    reason = forms.CharField(required=False, max_length=2000, label="Reason", help_text="Why you decide so.")

    def __init__(self, given: QueryDict | None, *, statement: Statement, choices: Choices) -> None:
        party, target = statement.party, statement.target
        own = Choices(
            parties=_with(choices.parties, party.slug, party.name),
            targets=_with(choices.targets, target.slug, target.title),
        )
        asks_day = lacks_day(statement)
        initial = initial_of(statement) | ({"said_on": None} if asks_day else {})
        super().__init__(given, choices=own, initial=initial)
        self.no_day = NO_DAY if statement.is_undated else DAY_EMPTIED
        self.fields["said_on"].error_messages["required"] = self.no_day
        self.statement = statement
        if not given:
            self.term_rows = [TermRow.of(term) for term in terms_of(statement.terms)]

    @property
    def lacks_day(self) -> bool:
        """Nobody knows when it was said, until somebody types it."""
        return not self["said_on"].value()

    def choice(self, decision: DecisionKind, *, seen: tuple[str, ...] | None) -> Choice:
        """What a valid form says; what equals the statement's own values is no amendment."""
        cleaned = self.cleaned_data
        since = cleaned["valid_from"]
        return Choice(
            decision=decision,
            amendment=self.amendment(),
            summary=cleaned["summary"],
            valid_from=None if since == cleaned["said_on"] else since,
            reason=cleaned["reason"],
            seen=seen,
        )

    def amendment(self) -> Amendment:
        own = initial_of(self.statement) | {"terms": terms_of(self.statement.terms)}
        changed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in own and _in_one_line(value) != _in_one_line(own[name])
        }
        typed = {"stance": Stance, "act": Act, "attribution": Attribution, "salience": Salience}
        values: dict[str, Any] = {
            name: typed[name](value) if name in typed else value for name, value in changed.items()
        }
        return Amendment(**values)


def initial_of(statement: Statement) -> dict[str, Any]:
    """A statement's own values by the names of the form."""
    return {
        "party": statement.party.slug,
        "target": statement.target.slug,
        "stance": statement.stance,
        "condition": statement.condition,
        "act": statement.act,
        "attribution": statement.attribution,
        "salience": statement.salience,
        "speaker": statement.speaker,
        "said_on": statement.said_on,
    }


def _with(choices: list[tuple[str, str]], slug: str, name: str) -> list[tuple[str, str]]:
    """The choices, with the statement's own value among them: a list without it would put another in its place."""
    return choices if slug in dict(choices) else [(slug, name), *choices]


def _in_one_line(value: Any) -> Any:
    """A browser sends white space in another way than it was stored; that is no amendment."""
    return " ".join(value.split()) if isinstance(value, str) else value
