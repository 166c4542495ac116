"""Texts that can't be worked on are refused with a sentence that a curator understands."""

import pytest

from positions.extraction.contract import ArticleNotReadable
from positions.extraction.readable import MAX_TEXT_LENGTH, check_readable, foreign_language


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The text is empty."),
        (" \n\t ", "The text is empty."),
        ("1234 — !!! 🌎", "The text holds no words."),
        ("ab " * MAX_TEXT_LENGTH, "The text is 1,200,000 characters long; articles of up to 400,000 are read."),
        (
            "Der Präsident von Südland hat die Abgabe am Montag abgelehnt und will weiter verhandeln.",
            "The text is in German; only English is read.",
        ),
        (
            "Президент Южной страны в понедельник отклонил предложение и хочет продолжать переговоры.",
            "The text is in Russian; only English is read.",
        ),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_its_reason(read, text, reason):
    with pytest.raises(ArticleNotReadable) as refusal:
        read(text)

    assert str(refusal.value) == reason


@pytest.mark.parametrize("text", ["Nein, danke.", "Ada Holm, Bo Varga"])
def test_a_text_too_short_to_tell_its_language_is_let_through(text):
    assert foreign_language(text) is None


def test_a_short_english_text_about_a_foreign_name_is_let_through():
    check_readable(
        "Niamh Ó Súilleabháin rejects the fishing ban. Niamh Ó Súilleabháin, said Ireth, supports observers."
    )


def test_a_language_without_a_name_here_is_told_by_its_code():
    with pytest.raises(ArticleNotReadable, match=r"in another language \(sv\); only English"):
        check_readable("Regeringen i norr avvisade förslaget och vill i stället fortsätta förhandlingarna nästa vecka.")


def test_english_with_foreign_names_is_let_through():
    check_readable(
        "Präsident Bo Varga of Südland told Žofia Nováková that the União would not sign the draft in São Paulo."
    )
