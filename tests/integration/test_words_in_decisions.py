"""What somebody copied from an article into a decision goes with the article; what is nobody's text stays."""

from positions import review, take_down
from positions.extraction.contract import Term
from positions.models import Decision
from positions.review.words import SHORTEST
from tests.suggestions import suggest

YES, IF = "We agree to it", "We agree to it if the dam goes."
LONG_ENOUGH, TOO_SHORT = "No, not here", "No, not us."


def test_quotes_go_from_reasons_and_amended_values(talks):
    amended, rejected, *_ = suggest(talks, [YES, IF, LONG_ENOUGH, TOO_SHORT], target="dam")
    assert (len(LONG_ENOUGH), len(TOO_SHORT)) == (SHORTEST, SHORTEST - 1)
    terms = (Term(text=f"as in “{IF}”"),)
    review.amend_statement(amended, by=talks.by, amendment=review.Amendment(condition=f"that “{IF}”", terms=terms))
    review.reject_statement(rejected, by=talks.by, reason=f"“{IF}” “{LONG_ENOUGH}” “{TOO_SHORT}”")
    take_down.take_down_article(amended.article, reason="A court's order.", by=talks.by)
    first, second = Decision.objects.order_by("pk")
    assert first.amended == {
        "condition": "that “[words taken down]”",
        "terms": [{"text": "as in “[words taken down]”", "value": None, "unit": None}],
    }
    assert second.reason == f"“[words taken down]” “[words taken down]” “{TOO_SHORT}”"
