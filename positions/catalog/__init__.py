"""Catalogs: from a YAML file to the parties, issues, proposals and positions of one negotiation.

In: a file, or one entry of a form. Out: a checked `CatalogFile`, of which an extractor takes its catalog, and rows.
Called by commands and the admin.

    a file read, without a database                     a file or form into tables
    texts            size and encoding                  load             a whole catalog: the rest of this column
    tree, problems   YAML with lines; what is wrong     parties, targets, positions
    shape, entries   what each entry may hold           changes, summary what a load changed, counted and told
    checks, periods  what entries say of each other     present_names    names given up since
    file             all of that                        kept_evidence    quotations that stay as they were

    data sets and sheets (CSV)                          the admin's forms
    spreadsheets     separators, headers, rows          stored           the catalog as a file would have it
    mapping          which column says what             editing          one entry, saved
    coded_lines      lines to positions; term_cells     meanwhile        what others changed under a form
    names            which party a name means           renaming         another slug
    imports          lines into tables; withdrawals     merging          two that are one: merge_rules,
    sheet            what the admin is sent: position_sheets, statement_sheets         merge_words, carrying
"""

from positions.catalog.changes import CatalogConflict, Counts
from positions.catalog.coded_lines import DataSet, read_data_set
from positions.catalog.editing import (
    EntryInvalid,
    EntryProblem,
    NoSuchEntry,
    find_entry,
    save_entry,
    save_negotiation,
    start_negotiation,
)
from positions.catalog.file import extraction_catalog, read_catalog_file
from positions.catalog.imports import import_positions
from positions.catalog.load import Loaded, load_catalog
from positions.catalog.meanwhile import Difference, EntryChangedMeanwhile, Seen, seen_now
from positions.catalog.merging import MergeChangedMeanwhile, MergePlan, MergeRefused, merge_entry, plan_merge
from positions.catalog.operator import operator_account
from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.renaming import rename_entry, rename_talks
from positions.catalog.shape import CatalogFile
from positions.catalog.stored import catalog_yaml, stored_content
from positions.catalog.summary import rewordings_of, summary_of

__all__ = [
    "CatalogConflict",
    "CatalogFile",
    "CatalogFileInvalid",
    "Counts",
    "DataSet",
    "Difference",
    "EntryChangedMeanwhile",
    "EntryInvalid",
    "EntryProblem",
    "Loaded",
    "MergeChangedMeanwhile",
    "MergePlan",
    "MergeRefused",
    "NoSuchEntry",
    "Problem",
    "Seen",
    "catalog_yaml",
    "extraction_catalog",
    "find_entry",
    "import_positions",
    "load_catalog",
    "merge_entry",
    "operator_account",
    "plan_merge",
    "read_catalog_file",
    "read_data_set",
    "rename_entry",
    "rename_talks",
    "rewordings_of",
    "save_entry",
    "save_negotiation",
    "seen_now",
    "start_negotiation",
    "stored_content",
    "summary_of",
]
