"""From an article that waits to stored statements.

In: an article's id. Out: Statement and Finding rows, each once, and runs that say what became of them. Called by
`tasks`, `catalog` and the admin; publishes nothing.
"""

from positions.statements.runs import extract_article, list_waiting_articles
from positions.statements.store import CodedStatement, QuoteNotVerbatim, StatementKnown, code_statement, store_found

__all__ = [
    "CodedStatement",
    "QuoteNotVerbatim",
    "StatementKnown",
    "code_statement",
    "extract_article",
    "list_waiting_articles",
    "store_found",
]
