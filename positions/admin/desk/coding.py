"""Coding by hand: words of an article become a statement that waits; a quotation from elsewhere becomes one too.

The statement is then reviewed on the desk like any other, with its consequences before the click.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from positions import review
from positions.admin.accounts import require, user_of
from positions.admin.desk.forms import ValuesForm, with_present_day
from positions.admin.desk.frame import frame
from positions.admin.desk.marks import Span, cut_out, pieces
from positions.admin.desk.sheet import Notice
from positions.admin.first_problem import go_to_problem
from positions.admin.present_names import with_present_names
from positions.days import day_in_words
from positions.ingestion import ArticleRefused, SourceText, store_excerpt
from positions.models import Article, Negotiation, Statement
from positions.models.former_wording import was_corrected
from positions.queries.catalog.former_slugs import find_talks
from positions.queries.curating import desk as reading
from positions.statements import CodedStatement, StatementKnown, code_statement
from positions.statements.places import QuoteNotFound, find_place
from positions.vocabulary import Act, Attribution, DecisionKind, Salience, Stance

QUOTE = forms.Textarea(attrs={"rows": 3})
# What may have become of a statement that is there already.
WAITS = "it waits for review"
FATES = {
    DecisionKind.ACCEPT: "accepted it",
    DecisionKind.AMEND: "accepted it as amended",
    DecisionKind.REJECT: "rejected it",
    DecisionKind.DUPLICATE: "marked it as a duplicate",
}


class SourceKnown(Exception):
    """A source of that address and headline is stored already, as published by somebody else."""

    def __init__(self, article: Article) -> None:
        by = f"as published by “{article.outlet}”" if article.outlet else "without saying who published it"
        super().__init__(f"This source is stored already, {by}. Leave this empty, or give the source another headline.")


class CodingForm(ValuesForm):
    """Words of the article and what they say. `start`: about where they begin, as the browser tells."""

    quote = forms.CharField(
        max_length=20_000, widget=QUOTE, label="Words", help_text="Selected in the text, or pasted."
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class ExcerptForm(ValuesForm):
    """A quotation whose article is not at hand, and where it was published."""

    quote = forms.CharField(max_length=20_000, widget=QUOTE, label="Quotation", strip=True)
    url = forms.URLField(required=False, max_length=2000, assume_scheme="https", label="Address")
    outlet = forms.CharField(required=False, max_length=200, label="Published by")
    title = forms.CharField(required=False, max_length=500, label="Headline or name of the source")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("url") or cleaned.get("title")) and "url" not in self.errors:
            self.add_error("title", "Say where the quotation is from: an address, a headline, or both.")
        return cleaned


def code_article(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An article with what is coded in it, and a form for the words that are selected."""
    require(request, "positions.add_statement")
    article = find_article(uuid)
    negotiation = asked_negotiation(request, article)
    if negotiation is None:
        return render(request, "admin/desk/coding.html", frame(request, "Code an article", article=article))
    choices, notice = reading.choices_of(negotiation), None
    last = just_stored(request, article)
    sent = sent_to(request, negotiation)
    as_of_now = sent and with_present_day(sent, article.published_on.isoformat() if article.published_on else "")
    form = CodingForm(as_of_now, choices=choices, initial=kept(last, article))
    if as_of_now is not sent:
        notice = Notice("Nothing was stored: the day of the article was corrected meanwhile, see Said on.", "error")
    elif request.method == "POST" and form.is_valid():
        try:
            stored = code(article, negotiation, form.cleaned_data, by=user_of(request))
        except QuoteNotFound as problem:
            form.add_error("quote", str(problem))
        except StatementKnown as known:
            notice = known_already(known.statement)
        else:
            on = urlencode({"negotiation": negotiation.slug, "stored": str(stored.uuid)})
            return redirect(desk_address(stored) if "review" in request.POST else f"{request.path}?{on}")
    notice = notice or refusal_of(form) or nothing_to_choose(negotiation, choices) or said_of(last)
    context = {"form": form, "notice": notice, **text_of(article, negotiation)}
    return render(request, "admin/desk/coding.html", frame(request, "Code an article", article=article, **context))


def code_excerpt(request: HttpRequest) -> HttpResponse:
    """A quotation from a source that is no article here; what it says is then reviewed on the desk."""
    require(request, "positions.add_statement")
    negotiation = asked_negotiation(request, None)
    if negotiation is None:
        return render(request, "admin/desk/excerpt.html", frame(request, "Record a quotation"))
    choices, notice = reading.choices_of(negotiation), None
    form = ExcerptForm(sent_to(request, negotiation), choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            stored = store_quotation(negotiation, form.cleaned_data, by=user_of(request))
        except ArticleRefused as refused:
            form.add_error("quote", str(refused))
        except SourceKnown as refused:
            form.add_error("outlet", str(refused))
        except StatementKnown as known:
            notice = known_already(known.statement)
        else:
            return redirect(desk_address(stored))
    notice = notice or refusal_of(form) or nothing_to_choose(negotiation, choices)
    context = frame(request, "Record a quotation", form=form, notice=notice, negotiation=negotiation)
    return render(request, "admin/desk/excerpt.html", context)


def code(article: Article, negotiation: Negotiation, values: dict[str, Any], *, by: User) -> Statement:
    """Stores the statement. Raises: QuoteNotFound, StatementKnown."""
    start, end = find_place(article.text, values["quote"], near=values.get("start"))
    coded = CodedStatement(
        article=article,
        party=negotiation.participations.listed().select_related("party").get(party__slug=values["party"]).party,
        target=negotiation.targets.listed().get(slug=values["target"]),
        stance=Stance(values["stance"]),
        act=Act(values["act"]),
        attribution=Attribution(values["attribution"]),
        quote=article.text[start:end],
        start=start,
        end=end,
        said_on=values["said_on"],
        speaker=values["speaker"],
        salience=Salience(values["salience"]),
        terms=values["terms"],
        condition=values["condition"],
    )
    return code_statement(coded, coder=by)


def store_quotation(negotiation: Negotiation, values: dict[str, Any], *, by: User) -> Statement:
    """The source, with the quotation as its text, and the statement.

    Raises: ArticleRefused, SourceKnown, StatementKnown.
    """
    source = SourceText(
        text=values["quote"],
        title=values["title"],
        url=values["url"],
        outlet=values["outlet"],
        published_on=values["said_on"],
    )
    with transaction.atomic():
        article = store_excerpt(source, submitter=by)
        if values["outlet"] and values["outlet"] != article.outlet:
            raise SourceKnown(article)
        as_stored = {**values, "quote": article.text}  # white space may differ where it was stored before
        return code(article, negotiation, as_stored, by=by)


def known_already(statement: Statement) -> Notice:
    """Nothing was stored: as what the words are coded already, and what became of that."""
    hinge = f", condition: {statement.condition}" if statement.condition else ""
    said = f"said on {day_in_words(statement.said_on)}" + (f" by {statement.speaker}" if statement.speaker else "")
    last = review.find_standing_decision(statement)
    fate = (
        f"{last.decided_by} {FATES[DecisionKind(last.decision)]} on {day_in_words(last.decided_at)}" if last else WAITS
    )
    text = f"Nothing was stored: these words are coded already as {statement}{hinge}, {said}; {fate}."
    return Notice(f"{text} What you typed is still here.", "error", address=desk_address(statement))


def desk_address(statement: Statement) -> str:
    return f"{reverse('admin:desk')}?{urlencode({'statement': str(statement.uuid)})}"


def text_of(article: Article, negotiation: Negotiation) -> dict[str, Any]:
    """The text cut at the quotes in it, and the statements of the margin."""
    margin = reading.list_margin(article, negotiation=negotiation)
    spans = [Span(one.pk, one.start, one.end) for one in margin]
    return {
        "negotiation": negotiation,
        "pieces": pieces(article.text, spans, cut_out(article.text, None)),
        "margin": [(one, reading.say_decision(one)) for one in margin],
    }


def just_stored(request: HttpRequest, article: Article) -> Statement | None:
    """The statement of this article that the address names, after it was stored."""
    try:
        uuid = UUID(request.GET.get("stored", ""))
    except ValueError:
        return None
    return Statement.objects.select_related("party", "target").filter(article=article, uuid=uuid).first()


def kept(last: Statement | None, article: Article) -> dict[str, Any]:
    """What the next statement of an article probably shares with the last."""
    if last is None:
        return {"said_on": article.published_on}
    was_of_then = was_corrected(article, "published_on", last.said_on)
    shared = {name: getattr(last, name) for name in ("speaker", "attribution")}
    return {**shared, "said_on": article.published_on if was_of_then else last.said_on, "party": last.party.slug}


def said_of(last: Statement | None) -> Notice | None:
    return Notice(f"Stored: {last}. It waits for review.", "success") if last else None


def refusal_of(form: ValuesForm) -> Notice | None:
    """That nothing was stored, and the way to what is missing: the first field of those goes into sight."""
    wrong = [name for name in form.fields if name in form.errors]
    if not form.is_bound or not form.errors:
        return None
    go_to_problem([form])
    labels = ", ".join(str(form[name].label) for name in wrong)
    look = f"Look at: {labels}." if wrong else "See below."
    return Notice(f"Nothing was stored. {look} What you typed is still here.", "error")


def nothing_to_choose(negotiation: Negotiation, choices: reading.Choices) -> Notice | None:
    """Talks that are new have nobody who could have said anything."""
    if choices.parties and choices.targets:
        return None
    lacks = "neither issue nor proposal" if choices.parties else "no party"
    text = f"These talks have {lacks} yet, so that nothing can be coded. The catalog is where they are added."
    return Notice(text, "warning", address=reverse("admin:catalog", args=[negotiation.slug]))


def asked_negotiation(request: HttpRequest, article: Article | None) -> Negotiation | None:
    """The talks that the address names, a former name too; else those of the article's only run, or the only talks."""
    rows = Negotiation.objects.order_by("slug")
    if slug := request.GET.get("negotiation"):
        return find_talks(slug)
    if article is not None and (read_for := list(rows.filter(runs__article=article).distinct()[:2])):
        return read_for[0] if len(read_for) == 1 else None
    only = list(rows[:2])
    return only[0] if len(only) == 1 else None


def sent_to(request: HttpRequest, negotiation: Negotiation) -> QueryDict | None:
    return with_present_names(request.POST, negotiation) if request.method == "POST" else None


def find_article(uuid: UUID) -> Article:
    article = Article.objects.filter(uuid=uuid).first()
    if article is None:
        raise Http404("There is no such article.")
    return article
