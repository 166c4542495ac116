"""A sheet is read however a spreadsheet wrote it, and what was guessed is said."""

import pytest

from positions.catalog.problems import CatalogFileInvalid
from positions.catalog.sheet import Columns, Sheet, read_sheet
from positions.catalog.term_cells import TermsUnreadable, read_terms, terms_cell
from positions.columns import guarded, without_guard

COLUMNS = Columns(known=("party", "stance", "note", "share"), needed=("party",), numbers=("share",), verbatim=("note",))
TEXT = "party,stance,note,share\nÉire,supports, “yes” ,0.5\n"


def read(content: bytes) -> Sheet:
    return read_sheet(content, name="sheet.csv", columns=COLUMNS)


def refusals(content: bytes | str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(CatalogFileInvalid) as refused:
        read(content.encode() if isinstance(content, str) else content)
    return [(problem.line, problem.field, problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode("utf-8-sig"), ""),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.replace("\n", "\r\n").encode(), ""),
        (TEXT.replace("0.5", "0,5").replace(",", ";").replace("0;5", "0,5").encode(), "semicolons"),
        (("sep=;\n" + TEXT.replace(",", ";")).encode(), "semicolons"),
        (TEXT.replace(",", "\t").encode("utf-16"), "tabs"),
        (TEXT.replace("party,stance", "Party , STANCE").encode(), ""),
    ],
)
def test_encodings_and_separators_of_spreadsheets_are_understood(content, note):
    sheet = read(content)
    (line,) = sheet.lines
    assert line.cells == {"party": "Éire", "stance": "supports", "note": " “yes” ", "share": "0.5"}
    assert note in " ".join(sheet.notes)
    assert bool(note) == bool(sheet.notes)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04rest", "save that as “CSV UTF-8”"),
        (b"", "is empty; the first row must name the columns"),
        (b"\xff\xfea", "begins as UTF-16 and is not"),
        (b"party\n\x81\xff", "is neither UTF-8, UTF-16 nor Windows-1252"),
        ("party\nx\n".encode("utf-16-le"), "its mark is missing"),
        (b"party\n" + b"x" * 20_000_001, "is larger than 20,000,000 bytes"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(content, says):
    ((row, column, message),) = refusals(content)
    assert (row, column) == (None, "")
    assert says in message


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    text = 'party,note\n"Two\nlines",a\n\nB,\x07\nC\n'
    assert [(row, column) for row, column, _ in refusals(text)] == [(4, "note"), (5, "")]


def test_a_header_is_refused_where_it_is_incomplete_double_or_misspelt():
    assert refusals("stance\nx\n") == [(1, "party", "the header has no such column, and it is needed")]
    assert refusals("party,party\nx,y\n") == [(1, "party", "the header names this column twice")]
    assert refusals("party,stanse\nx,y\n") == [(1, "stanse", "is no column that is read; did you mean “stance”?")]
    assert read(b"party,colour\nx,red\n").notes == ("Columns that are not read: colour.",)


def test_a_quotation_mark_that_is_never_closed_is_told():
    assert "look for a quotation mark that is not closed" in refusals('party\n"x\n')[0][2]


@pytest.mark.parametrize("text", ["=1", "'=1", "''@x", "-3", "\tx", "plain", "'tis", "", "'", "+"])
def test_what_is_guarded_against_formulas_comes_back_as_it_was(text):
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert without_guard(cell) == text


@pytest.mark.parametrize("words", [[], ["30 days"], ["a", "b c"], ["a; b"], ["[x]"], ["[x]", "y"]])
def test_terms_in_words_come_back_as_they_were(words):
    terms = [{"text": text, "value": None, "unit": None} for text in words]
    back = [{"value": None, "unit": None} | term for term in read_terms(terms_cell(terms))]
    assert back == terms


def test_terms_with_numbers_are_json_and_what_is_none_is_told():
    terms = [{"text": "30 days", "value": "30", "unit": "days"}]
    assert read_terms(terms_cell(terms)) == terms
    for cell in ("[1]", "[{", '["x"]'):
        with pytest.raises(TermsUnreadable):
            read_terms(cell)
