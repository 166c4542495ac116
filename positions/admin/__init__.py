"""The staff's side: lists of everything, and decisions, which `review` carries out."""

from django.contrib import admin

from positions.admin import articles, catalogs, conditional_links, positions, snapshots, statements, tokens

__all__ = ["articles", "catalogs", "conditional_links", "positions", "snapshots", "statements", "tokens"]

admin.site.site_header = "Parley"
admin.site.site_title = "Parley"
admin.site.index_title = "What was said, and what it was taken to mean"
