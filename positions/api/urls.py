"""Addresses below /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from positions.api import (
    changes,
    comparison,
    conditional_links,
    contradictions,
    convergence,
    negotiations,
    pairs,
    responses,
    snapshots,
    what_if,
)

urlpatterns = [
    path("negotiations/", negotiations.Negotiations.as_view()),
    path("negotiations/<slug:slug>/", negotiations.NegotiationDetail.as_view()),
    path("negotiations/<slug:slug>/parties/", negotiations.Parties.as_view()),
    path("negotiations/<slug:slug>/issues/", negotiations.Issues.as_view()),
    path("negotiations/<slug:slug>/proposals/", negotiations.Proposals.as_view()),
    path("negotiations/<slug:slug>/proposals/<slug:proposal>/responses/", responses.ProposalResponses.as_view()),
    path("negotiations/<slug:slug>/proposals/<slug:proposal>/side-by-side/", responses.ProposalsSideBySide.as_view()),
    path("negotiations/<slug:slug>/comparison/", comparison.Comparison.as_view()),
    path("negotiations/<slug:slug>/comparison/changes/", changes.ComparisonChanges.as_view()),
    path("negotiations/<slug:slug>/comparison/contradictions/", contradictions.ComparisonContradictions.as_view()),
    path("negotiations/<slug:slug>/comparison/convergence/", convergence.ComparisonConvergence.as_view()),
    path("negotiations/<slug:slug>/comparison/pairwise/", pairs.Pairwise.as_view()),
    path("negotiations/<slug:slug>/comparison/agreement/", pairs.Agreement.as_view()),
    path("negotiations/<slug:slug>/comparison/blocking-issues/", pairs.BlockingIssues.as_view()),
    path("negotiations/<slug:slug>/comparison/conditional-links/", conditional_links.ConditionalLinks.as_view()),
    path("negotiations/<slug:slug>/comparison/what-if/", what_if.WhatIfComparison.as_view()),
    path("snapshots/", snapshots.Snapshots.as_view()),
    path("snapshots/<uuid:snapshot>/", snapshots.SnapshotDetail.as_view(), name="snapshot"),
    path("snapshots/<uuid:snapshot>/body/", snapshots.SnapshotBody.as_view()),
    path("snapshots/<uuid:snapshot>/verify/", snapshots.SnapshotVerification.as_view()),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema")),
]
