"""Lists of hundreds in forms: the browser's own, without a template for each option."""

import pytest
from django import forms
from django.test.html import parse_html

from positions.admin.catalog_desk.forms import TermRow
from positions.admin.long_lists import LongSelect

CHOICES = [("", "—"), ("dam", "The <dam>"), ("levy", 'A "levy"')]


@pytest.mark.parametrize("value", ["", "dam", None, "gone"])
def test_a_long_list_is_written_as_a_short_one_is(value):
    attributes = {"id": "id_issue", "aria-invalid": "true", "required": False}
    short = forms.Select(choices=CHOICES).render("issue", value, attributes)
    assert parse_html(LongSelect(choices=CHOICES).render("issue", value, attributes)) == parse_html(short)


def test_the_issues_of_a_proposals_terms_take_no_template_each():
    row = TermRow(known={"issue": [(f"issue-{n}", f"Issue {n}") for n in range(3)]}, initial={"issue": "issue-1"})
    assert isinstance(row.fields["issue"].widget, LongSelect)
    assert '<option value="issue-1" selected>Issue 1</option>' in str(row["issue"])
