"""What staff submit by hand: an address, a pasted text or a file."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from positions import ingestion
from positions.history import lies_too_far
from positions.ingestion.files import ArticleFile, ArticleFileUnreadable, read_pasted
from positions.models import Article, Negotiation
from positions.tasks import enqueue_article
from positions.vocabulary import Origin

TWO_SOURCES = (
    "Nothing was stored: there is a text and a file, and only one can be the article. The text is still above; "
    "empty it and choose the file again, or send it as it is, without a file."
)


class SubmissionForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes none at run time
    """One article. Nothing is stored before all of it can be."""

    url = forms.URLField(
        required=False,
        max_length=2000,
        assume_scheme="https",
        label="Address",
        help_text="Where it was published; fetched where you give no text.",
    )
    text = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 12}), help_text="The text, where you have it."
    )
    file = forms.FileField(required=False, help_text="Or a file: plain text, HTML, or JSON as `extract` reads it.")
    negotiations = forms.ModelMultipleChoiceField(
        queryset=Negotiation.objects.all(),
        required=False,
        help_text="The talks that it is to be read for. None: all that have not ended.",
    )

    class Meta:
        model = Article
        fields = ("title", "outlet", "published_on")

    def clean_published_on(self) -> date | None:
        """The limits of the API and of imports: a wrong year is shown with every quote until somebody corrects it."""
        day: date | None = self.cleaned_data["published_on"]
        today = timezone.now().date()
        if day is not None and (ingestion.is_to_come(day, today=today) or lies_too_far(day, today=today)):
            raise forms.ValidationError("Nothing can have been published on that day; look at the year.")
        return day

    def _post_clean(self) -> None:
        """A submission is no row: what becomes of it is for `ingestion` to say."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["source"] = self._source(given)
        if given["source"] is None and not given.get("url") and not self.errors:
            raise forms.ValidationError("Give an address, a text or a file.")
        return given

    def _source(self, given: dict[str, Any]) -> ingestion.SourceText | None:
        """The text that was given, with what is known of it; None where there is only an address."""
        if given.get("file") is not None and given.get("text", "").strip():
            self.add_error("file", TWO_SOURCES)
            return None
        try:
            if given.get("file") is not None:
                return _with(read_pasted(given["file"].read(), called=given["file"].name), given)
            if given.get("text", "").strip():
                return _with(read_pasted(given["text"].encode(errors="replace"), called="the text"), given)
            if given.get("url"):
                ingestion.require_web_address(given["url"])
        except ArticleFileUnreadable as unreadable:
            self.add_error("file" if given.get("file") is not None else "text", str(unreadable))
        except ingestion.ArticleRefused as refused:
            self.add_error(next(name for name in ("file", "text", "url") if given.get(name)), str(refused))
        return None

    def submit(self, *, by: User) -> ingestion.Stored:
        """Stores it and wakes the workers."""
        given = self.cleaned_data
        talks = list(given["negotiations"]) or ingestion.active_negotiations()
        source: ingestion.SourceText | None = given["source"]
        with transaction.atomic():
            if source is not None:
                stored = ingestion.submit_text(source, negotiations=talks, origin=Origin.PERSON, submitter=by)
            else:
                said = {name: given[name] for name in ("title", "outlet", "published_on")}
                stored = ingestion.submit_address(
                    given["url"],
                    negotiations=talks,
                    origin=Origin.PERSON,
                    submitter=by,
                    claims=ingestion.Claims(**said),
                )
            enqueue_article(stored.article)
        return stored


def _with(file: ArticleFile, given: dict[str, Any]) -> ingestion.SourceText:
    """What the form says goes before what the file says of itself. Raises: ArticleRefused."""
    said = {name: given[name] for name in ("title", "url", "outlet", "published_on") if given.get(name)}
    source = replace(file, **said)
    ingestion.require_no_account(source.url)
    ingestion.require_possible(source)
    ingestion.require_storable(source.text)
    return source
