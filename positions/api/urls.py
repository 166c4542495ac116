"""Addresses below /api/v1/."""

from django.urls import path
from django.views.decorators.http import condition
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from positions.api import (
    articles,
    atom,
    changes,
    charts,
    comparison,
    conditional_links,
    contradictions,
    convergence,
    decisions,
    feed,
    negotiations,
    pairs,
    positions,
    quality,
    responses,
    snapshots,
    statements,
    webhooks,
    what_if,
)
from positions.api.conditional import code

# The schema is the code's alone.
of_this_code = condition(etag_func=lambda _request: f'"{code()}"')

urlpatterns = [
    path("negotiations/", negotiations.Negotiations.as_view()),
    path("negotiations/<slug:slug>/", negotiations.NegotiationDetail.as_view()),
    path("negotiations/<slug:slug>/parties/", negotiations.Parties.as_view()),
    path("negotiations/<slug:slug>/issues/", negotiations.Issues.as_view()),
    path("negotiations/<slug:slug>/proposals/", negotiations.Proposals.as_view()),
    path("negotiations/<slug:slug>/proposals/<slug:proposal>/responses/", responses.ProposalResponses.as_view()),
    path("negotiations/<slug:slug>/proposals/<slug:proposal>/side-by-side/", responses.ProposalsSideBySide.as_view()),
    path("negotiations/<slug:slug>/changes.atom", atom.AtomFeed.as_view(), name="atom"),
    path("negotiations/<slug:slug>/comparison/", comparison.Comparison.as_view()),
    path("negotiations/<slug:slug>/comparison/chart.svg", charts.ChartSvg.as_view(), name="chart"),
    path("negotiations/<slug:slug>/comparison/chart.png", charts.ChartPng.as_view()),
    path("negotiations/<slug:slug>/comparison/chart.csv", charts.ChartCsv.as_view()),
    path("negotiations/<slug:slug>/comparison/changes/", changes.ComparisonChanges.as_view()),
    path("negotiations/<slug:slug>/comparison/contradictions/", contradictions.ComparisonContradictions.as_view()),
    path("negotiations/<slug:slug>/comparison/convergence/", convergence.ComparisonConvergence.as_view()),
    path("negotiations/<slug:slug>/comparison/pairwise/", pairs.Pairwise.as_view()),
    path("negotiations/<slug:slug>/comparison/agreement/", pairs.Agreement.as_view()),
    path("negotiations/<slug:slug>/comparison/blocking-issues/", pairs.BlockingIssues.as_view()),
    path("negotiations/<slug:slug>/comparison/conditional-links/", conditional_links.ConditionalLinks.as_view()),
    path("negotiations/<slug:slug>/comparison/what-if/", what_if.WhatIfComparison.as_view()),
    path("changes/", feed.Changes.as_view()),
    path("positions/", positions.Positions.as_view()),
    path("positions/<uuid:position>/", positions.PositionDetail.as_view(), name="position"),
    path("positions/<uuid:position>/history/", positions.PositionHistories.as_view()),
    path("quality/", quality.QualityFigures.as_view()),
    path("statements/", statements.Statements.as_view()),
    path("statements/decisions/", decisions.StatementDecisions.as_view()),
    path("statements/<uuid:statement>/decision/", decisions.StatementDecision.as_view()),
    path("statements/<uuid:statement>/", statements.StatementDetail.as_view(), name="statement"),
    path("articles/", articles.Articles.as_view()),
    path("articles/<uuid:article>/", articles.ArticleView.as_view(), name="article"),
    path("extraction-runs/<uuid:run>/", articles.RunView.as_view()),
    path("snapshots/", snapshots.Snapshots.as_view()),
    path("snapshots/<uuid:snapshot>/", snapshots.SnapshotDetail.as_view(), name="snapshot"),
    path("snapshots/<uuid:snapshot>/body/", snapshots.SnapshotBody.as_view()),
    path("snapshots/<uuid:snapshot>/verify/", snapshots.SnapshotVerification.as_view()),
    path("webhooks/", webhooks.Webhooks.as_view()),
    path("webhooks/<uuid:webhook>/", webhooks.WebhookDetail.as_view(), name="webhook"),
    path("webhooks/<uuid:webhook>/deliveries/", webhooks.WebhookDeliveries.as_view()),
    path("webhooks/<uuid:webhook>/enable/", webhooks.WebhookEnabling.as_view()),
    path("webhooks/<uuid:webhook>/ping/", webhooks.WebhookPing.as_view()),
    path("webhooks/<uuid:webhook>/replay/", webhooks.WebhookReplay.as_view()),
    path("schema/", of_this_code(SpectacularAPIView.as_view()), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema")),
]
