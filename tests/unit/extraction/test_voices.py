"""Who speaks where: quotation marks, persons whom a text introduces, pronouns; how words reached the article."""

import pytest

from positions.extraction.judging.pairs import PairMaker
from positions.extraction.language.parsing import parse
from positions.extraction.who.quotations import find_quotes


@pytest.fixture
def maker(catalog):
    return lambda text: PairMaker(parse(text), catalog=catalog)


@pytest.fixture
def told(maker):
    """What is told of a party and the carbon levy in the last sentence of a text."""

    def told(text: str, party: str) -> set[str]:
        made = maker(text)
        pair = [p for p in made.pairs() if (p.party, p.target) == (party, "carbon-levy")][-1]
        return set(made.testimony.describe(pair.sentence, pair.party, pair.mentions, pair.matches))

    return told


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('Holm said: "The levy must come this year."', ['"The levy must come this year."']),
        (
            'it had better stop now." Varga spoke of "a hard winter" then.',
            ['it had better stop now."', '"a hard winter"'],
        ),
        ("“The levy must come. It will.", ["“The levy must come. It will."]),
        ("“We are leaving the draft, ” Varga said. He left.", ["“We are leaving the draft, ”"]),
        ('A 5" pipe is "not what we asked for".', ['"not what we asked for"']),
        ('Holm called the so-called "grand bargain" "a grand mistake".', ['"a grand mistake"']),
    ],
)
def test_quotation_marks_open_before_words_and_close_after_them(text, quoted):
    assert [text[start:end] for start, end in find_quotes(parse(text))] == quoted


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Northlandic Finance Minister Ola Brandt spoke. Brandt said it was late.", "northland"),
        ("A statement from Holm's office said that talks go on.", "northland"),
        ("A statement from Brandt's office said that talks go on.", None),
        ("“Varga wants a levy,” Ada Holm said on Monday. “It is late,” she said.", "northland"),
        ("Ada Holm said that Bo Varga had left. She said it was late.", "northland"),
        ("“It failed,” said Northland's minister, Ola Brandt. He left. “It is late,” he added.", "northland"),
        ("“It failed,” said Northland's minister, Ola Brandt. Jo Smith left. “It is late,” he added.", None),
    ],
)
def test_who_speaks_in_a_sentence(maker, text, party):
    voice = maker(text).voices.by_sentence[-1]

    assert [holder.party for holder in voice.holders] == ([party] if party else [])


def test_a_surname_that_two_parties_share_stands_for_nobody(maker):
    links = maker("Northland's minister Ola Brandt met Southland's minister Eva Brandt. Brandt said no.").voices.links

    assert "Brandt" not in links.introduced


def test_who_is_told_something_does_not_speak(maker):
    assert maker("Southland has been warned that a levy would come.").voices.by_sentence == [None]


@pytest.mark.parametrize(
    ("text", "party", "names"),
    [
        (
            "Ada Holm said that Southland wants the carbon levy.",
            "southland",
            {"told_by_other_content", "told_own_minds"},
        ),
        ("Ada Holm spoke, as Southland has demanded the carbon levy.", "southland", {"told_by_nobody"}),
        (
            "“Southland wants the carbon levy,” Ada Holm said.",
            "southland",
            {"told_quote_other", "told_quote_of_another"},
        ),
        ("“We want the carbon levy,” Ada Holm said.", "northland", {"told_quote_own", "told_quote_first_person"}),
        (
            "Analysts say that Southland will accept the carbon levy.",
            "southland",
            {"told_by_outsider", "told_own_will"},
        ),
        ("Southland is likely to accept the carbon levy.", "southland", {"told_is_expected", "told_own_present"}),
    ],
)
def test_how_words_reached_an_article_is_told_by_name(told, text, party, names):
    assert told(text, party) >= names


def test_what_a_party_itself_expects_is_no_guess_of_others(read):
    said = read("Southland expects an end to the steel tariffs.")

    assert "predicted" not in {s.attribution.value for s in said}
