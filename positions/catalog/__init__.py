"""Catalogs: from a YAML file to the parties, issues, proposals and positions of one negotiation."""

from positions.catalog.file import extraction_catalog, read_catalog_file
from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.shape import CatalogFile

__all__ = ["CatalogFile", "CatalogFileInvalid", "Problem", "extraction_catalog", "read_catalog_file"]
