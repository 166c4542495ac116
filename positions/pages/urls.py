"""Addresses of the public pages."""

from django.urls import path

from positions.pages import cell, cells, front, matrix, pair, party, pictures, proposal

app_name = "pages"
urlpatterns = [
    path("", front.front_page, name="front"),
    path("negotiations/<slug:slug>/", matrix.negotiation_page, name="negotiation"),
    path("negotiations/<slug:slug>/embed/", matrix.embedded_page, name="embed"),
    path("negotiations/<slug:slug>/cell/", cell.cell_page, name="cell"),
    path("negotiations/<slug:slug>/cells/", cells.cells_over_time, name="cells"),
    path("negotiations/<slug:slug>/pair/", pair.pair_page, name="pair"),
    path("negotiations/<slug:slug>/pictures/", pictures.pictures_page, name="pictures"),
    path("negotiations/<slug:slug>/parties/<slug:party>/", party.party_page, name="party"),
    path("negotiations/<slug:slug>/proposals/<slug:proposal>/", proposal.proposal_page, name="proposal"),
]
