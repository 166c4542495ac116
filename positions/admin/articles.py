"""Articles and the runs that read them."""

from django.contrib import admin

from positions.admin.readonly import ReadOnlyAdmin, ReadOnlyInline
from positions.models import Article, ExtractionRun


class ExtractionRunInline(ReadOnlyInline):
    model = ExtractionRun
    fields = ("negotiation", "extractor", "version", "run_state", "reason", "n_statements", "queued_at", "finished_at")


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    list_display = ("title", "outlet", "published_on", "extent", "received_at")
    list_filter = ("extent", "language")
    search_fields = ("title", "url", "outlet")
    inlines = (ExtractionRunInline,)


@admin.register(ExtractionRun)
class ExtractionRunAdmin(ReadOnlyAdmin):
    list_display = (
        "article",
        "negotiation",
        "extractor",
        "version",
        "run_state",
        "reason",
        "n_attempts",
        "n_statements",
        "queued_at",
        "finished_at",
    )
    list_filter = ("run_state", "negotiation", "extractor")
    list_select_related = ("article", "negotiation")
