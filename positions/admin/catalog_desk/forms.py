"""Forms for the entries of a catalog: what a file would say, in fields.

They check nothing by themselves: `catalog` does, with the rules of files, and what it finds is shown at its field.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from positions.admin.first_problem import go_to_problem
from positions.admin.long_lists import LongSelect
from positions.catalog import EntryProblem
from positions.vocabulary import PartyKind, Role, Stance

Choices = list[tuple[str, str]]
# What a file calls the two fields of a period.
PERIOD = {"first_day": "from", "end": "to"}


class LinesField(forms.CharField):
    """A list, one item a line."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class ProseField(forms.CharField):
    """Text of several lines, which end as they are stored and not as browsers send them."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> Any:
        return super().clean(value).replace("\r\n", "\n")


class DayText(forms.CharField):
    """A day as text; `catalog` reads it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


def line(label: str, help_text: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, **options)


def prose(label: str, help_text: str = "", *, rows: int = 3) -> forms.CharField:
    return ProseField(label=label, help_text=help_text, rows=rows)


class EntryForm(forms.Form):
    """One entry or one row of it. `PLACES`: what a field is called in a file where that differs.

    `LEGEND`: what rows of the kind are called on the page. `N_EMPTY`: how many are there to be filled in.
    """

    PLACES: ClassVar[dict[str, str]] = {}
    LEGEND: ClassVar = ""
    N_EMPTY: ClassVar = 3

    def __init__(self, *arguments: Any, known: dict[str, Choices] | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, choices in (known or {}).items():
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = choices if isinstance(field, forms.MultipleChoiceField) else [("", "—"), *choices]

    def values(self) -> dict[str, Any]:
        """As a file would say them; what is empty is None."""
        return {self.PLACES.get(name, name): value or None for name, value in self.cleaned_data.items()}

    def field_at(self, *path: str | int) -> str | None:
        """The name of the field that a file calls so; of several that are one value there, the one that is meant."""
        places = [(step, name) for step in reversed(path) for name in self.fields]
        return next((name for step, name in places if step in {name, self.PLACES.get(name, name)}), None)

    def show(self, path: Sequence[str | int], message: str) -> None:
        """A problem at the field that a file calls so, or above the form."""
        self.add_error(self.field_at(*path), message)


class MembershipRow(EntryForm):
    LEGEND: ClassVar = "Belongs to"
    N_EMPTY: ClassVar = 1
    PLACES: ClassVar = PERIOD
    bloc = forms.ChoiceField(required=False, help_text="a party of these talks that has members")
    first_day = DayText(label="From", help_text="empty: always")
    end = DayText(label="Until", help_text="the day after the last; empty: still")


class SpeakerRow(EntryForm):
    LEGEND: ClassVar = "Speakers"
    PLACES: ClassVar = PERIOD
    name = line("Name")
    title = line("Office")
    aliases = LinesField(rows=2, label="Other names", help_text="one on each line")
    first_day = DayText(label="From")
    end = DayText(label="Until", help_text="the day after the last")


class PartyForm(EntryForm):
    ROWS: ClassVar = {"member_of": MembershipRow, "speakers": SpeakerRow}
    PLACES: ClassVar = PERIOD
    name = line("Name")
    kind = forms.ChoiceField(choices=PartyKind.choices(), required=False)
    role = forms.ChoiceField(choices=Role.choices(), required=False)
    iso = line("Country code", "ISO 3166, two letters; for states")
    aliases = LinesField(label="Other names", help_text="as articles use them, one on each line")
    first_day = DayText(label="Takes part from", help_text="empty: from the start")
    end = DayText(label="Takes part until", help_text="the day after the last; empty: still does")


class ScalePointRow(EntryForm):
    LEGEND: ClassVar = "Scale"
    value = line("Number", "0 to 100")
    label = line("What it means")


class IssueForm(EntryForm):
    ROWS: ClassVar = {"scale": ScalePointRow}
    CUES: ClassVar = ("toward", "against")
    title = line("Title")
    proposition = prose("Proposition", "one neutral sentence that names an outcome; stances are towards it")
    topic = line("Topic")
    parent = forms.ChoiceField(required=False, label="Part of")
    toward = LinesField(label="Cues for the outcome", help_text="phrases that name it, one on each line")
    against = LinesField(label="Cues for its opposite", help_text="one on each line")


class TermRow(EntryForm):
    LEGEND: ClassVar = "Terms"
    PLACES: ClassVar = {"low": "scale", "unit": "quantity", "number": "quantity"}
    issue = forms.ChoiceField(required=False, widget=LongSelect)
    stance = forms.ChoiceField(choices=[("", "—"), *Stance.choices()], required=False)
    text = prose("In words", rows=2)
    low = line("From", "on the scale")
    high = line("To")
    number = line("Quantity")
    unit = line("Unit")

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        quantity = {"value": given["number"], "unit": given["unit"]}
        scale = [given["low"] or given["high"], given["high"] or given["low"]]
        return {
            "issue": given["issue"] or None,
            "stance": given["stance"] or Stance.UNSPECIFIED.value,
            "text": given["text"],
            "scale": scale if any(scale) else None,
            "quantity": quantity if any(quantity.values()) else None,
        }


class ProposalForm(EntryForm):
    ROWS: ClassVar = {"terms": TermRow}
    CUES: ClassVar = ("cues",)
    title = line("Title")
    proposed_by = forms.MultipleChoiceField(required=False)
    proposed_on = DayText(label="Tabled on")
    replaces = forms.ChoiceField(required=False)
    summary = prose("Summary", "what it says, in a sentence or two")
    cues = LinesField(label="Cues", help_text="phrases that name the package, one on each line")


class TalksForm(EntryForm):
    ROWS: ClassVar[dict[str, type[EntryForm]]] = {}
    title = line("Title")
    description = prose("Description")
    started_on = DayText(label="First day")
    ended_on = DayText(label="Ended on", help_text="the day after the last; empty while they go on")
    published = forms.BooleanField(required=False, help_text="off: a draft that only staff see")

    def values(self) -> dict[str, Any]:
        return {**super().values(), "published": "true" if self.cleaned_data["published"] else "false"}


FORMS: dict[str, Any] = {"parties": PartyForm, "issues": IssueForm, "proposals": ProposalForm, "talks": TalksForm}


class Sheet:
    """The form of one entry with the rows below it, and its slug where it is new."""

    def __init__(
        self, section: str, *, sent: Any = None, entry: dict[str, Any] | None = None, known: dict[str, Choices]
    ) -> None:
        form = FORMS[section]
        self.slug = None if entry and entry.get("slug") else SlugForm(sent, prefix="new")
        self.form: EntryForm = form(sent, initial=_initial(form, entry or {}), known=known)
        self.rows = {
            name: forms.formset_factory(row, extra=row.N_EMPTY)(
                sent,
                initial=[_row_initial(row, values) for values in (entry or {}).get(name, [])],
                prefix=name,
                form_kwargs={"known": known},
            )
            for name, row in form.ROWS.items()
        }

    @property
    def parts(self) -> list[Any]:
        return [part for part in (self.slug, self.form, *self.rows.values()) if part is not None]

    def is_valid(self) -> bool:
        """Every part is read, also after one that could not be, so that nothing typed is lost."""
        return not [part for part in self.parts if not part.is_valid()]

    @property
    def _forms(self) -> list[forms.Form]:
        """From the top of the page to its end, but for the name, which stands above that in addresses."""
        single = [form for form in (self.slug, self.form) if form is not None]
        return [*single, *(row for rows in self.rows.values() for row in rows)]

    @property
    def first_fields(self) -> list[Any]:
        """What it is called, and of a new one what it is called in addresses."""
        return [next(iter(self.form)), *(self.slug or ())]

    @property
    def further_fields(self) -> list[Any]:
        return list(self.form)[1:]

    @property
    def is_refused(self) -> bool:
        """Whether anything that was typed can't be, in a row below too."""
        return any(form.errors for form in self._forms)

    def go_to_problem(self) -> None:
        go_to_problem(self._forms)

    def entry(self, slug: str) -> dict[str, Any]:
        """What was typed, as a file would say it. Call once valid; rows left empty are none."""
        rows = {name: [row.values() for row in self._filled(name)] for name in self.rows}
        slug = self.slug.cleaned_data["slug"] if self.slug else slug
        return {"slug": slug or None, **self.form.values(), **rows}

    def cues(self) -> list[str]:
        """What was typed as phrases, each once."""
        fields = getattr(self.form, "CUES", ())
        return list(dict.fromkeys(cue for field in fields for cue in self.form.cleaned_data.get(field, [])))

    def label_of(self, key: str) -> str:
        """What the page calls that which a file calls so."""
        if key in self.rows:
            return str(self.rows[key].form.LEGEND)
        name = self.form.field_at(key)
        label = self.form.fields[name].label if name else ""
        return str(label or key.replace("_", " ").capitalize())

    def show(self, problems: Iterable[EntryProblem]) -> None:
        """Each problem at its field."""
        for problem in problems:
            name, *further = problem.place or ("",)
            if name in self.rows and further and isinstance(further[0], int):
                row = self._filled(str(name))[further[0]]
                row.show(further[1:], problem.message)
            elif name == "slug" and self.slug:
                self.slug.add_error("slug", problem.message)
            else:
                self.form.show([name], problem.message)

    def _filled(self, name: str) -> list[EntryForm]:
        return [row for row in self.rows[name] if any(row.cleaned_data.values())]


class SlugForm(forms.Form):
    slug = line("Name in addresses", "a-z, 0-9 and hyphens, such as water-share")


class RenamingForm(forms.Form):
    renamed = line("Name in addresses", "the present one keeps answering, and nobody else can have it")


def _initial(form: type[EntryForm], entry: dict[str, Any]) -> dict[str, Any]:
    places = {**{name: name for name in form.base_fields}, **form.PLACES}
    initial = {field: entry[place] for field, place in places.items() if place in entry}
    return {**initial, "published": entry.get("published") == "true"} if "published" in places else initial


def _row_initial(row: type[EntryForm], values: dict[str, Any]) -> dict[str, Any]:
    if row is TermRow:
        low, high = values["scale"] or ("", "")
        quantity = values["quantity"] or {"value": "", "unit": ""}
        return {**values, "low": low, "high": high, "number": quantity["value"], "unit": quantity["unit"]}
    return _initial(row, values)
