"""Texts that are somebody's own words: speeches, statements, answers to questions; and reports, which are not."""

import pytest

from positions.extraction.contract import Source
from positions.extraction.judging.pairs import PairMaker
from positions.extraction.language.parsing import parse
from positions.extraction.rules import RulesExtractor
from positions.extraction.who.names import index_names
from positions.extraction.who.quotations import find_quotes
from positions.extraction.who.turns import find_turns
from tests.unit.extraction.conftest import CATALOG

SPEECH = (
    "Thank you for having me. We have come a long way, and I am proud of it.\n\n"
    "We will not accept the carbon levy. Our mills have paid enough, and my answer to the council is no.\n\n"
    "We want our boats to have access to the northern waters, and we will go on saying so."
)
REPORT = (
    "Northland will not accept the carbon levy, its trade minister said on Monday after a day of talks in the capital "
    "of Southland, where both delegations have met since the beginning of the month.\n\n"
    '"We have paid enough, and I mean it. We, our mills and our people are tired," Ada Holm said.'
)


@pytest.fixture
def speakers():
    """Whose words each paragraph of a text is: a party, or None for a stranger's; [] where it is a report."""

    def speakers(text: str, title: str = "") -> list[str | None]:
        parsed = parse(text)
        turns = find_turns(
            text, title=title, paragraphs=parsed.spans, quotes=find_quotes(parsed), names=index_names(CATALOG)
        )
        return [turn.holders[0].party if turn.holders else None for turn in turns]

    return speakers


@pytest.mark.parametrize(
    "title",
    [
        "Remarks by President Varga before his meeting with Trade Minister Holm",
        "Statement from President Bo Varga on the talks with Northland",
        "President Varga's speech to the council of Northland",
        "Opening address: Bo Varga",
        "Press release | Southland",
        "By Bo Varga",
        "Interview with Varga",
    ],
)
def test_a_title_says_whose_words_a_speech_is(speakers, title):
    assert set(speakers(SPEECH, title)) == {"southland"}


def test_a_headline_in_the_text_says_it_too(speakers):
    assert set(speakers(f"Remarks by President Varga\n\n{SPEECH}")) == {"southland"}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Statement by Holm angers Southland", REPORT),
        ("Speech by Varga: what it means", REPORT),
        ("Fishermen wait", SPEECH),
        ("Remarks by Envoy Tolk in Northland", SPEECH),
        ("Remarks by Envoy Tolk with President Varga", SPEECH),
        ("Address on the quarrel of Northland and Southland", SPEECH),
        ("Opinion: Northland must not give in", SPEECH),
        ("Letter from Southport", SPEECH),
    ],
)
def test_a_report_and_the_words_of_strangers_are_nobodys(speakers, title, text):
    assert speakers(text, title) == []


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("We Southlanders know that. Long live Southland!", "southland"),
        ("Our state, Southland, and our friends in Northland know that.", "southland"),
        ("President Bo Varga and I know that.", "southland"),
        ("We told Northland. We fight against Southland, and we know that.", None),
    ],
)
def test_without_a_title_we_and_our_say_whose_words_they_are(speakers, words, party):
    assert set(speakers(f"{SPEECH}\n\n{words}")) == ({party} if party else set())


def test_a_joint_statement_is_all_signatories_word(catalog):
    made = PairMaker(
        parse(SPEECH), catalog=catalog, source=Source(title="Joint statement by Northland and Southland on fish")
    )

    assert set(made.mentions.by_sentence[2]) == {"northland", "southland"}


def test_a_transcript_has_a_speaker_each_turn(speakers):
    text = (
        "HARBOUR PALACE\n\n"
        "PRESIDENT VARGA: Thank you. I will be short. We are where we were.\n\n"
        "We want the levy gone.\n\n"
        "Q: And the steel tariffs?\n\n"
        "TRADE MINISTER HOLM: We keep them. I have said so, and my word counts.\n\n"
        "MAYOR TOLK: I am glad that we could host you."
    )

    assert speakers(text, "Remarks by President Varga and Minister Holm") == [
        None,
        "southland",
        "southland",
        None,
        "northland",
        None,
    ]


def test_answers_are_those_of_whom_the_title_names(speakers):
    text = (
        "Q: Will you go back to the table?\n\nA: I will, if we are asked. We have our pride.\n\n"
        "Q: And the levy?\n\nA: I told you. We are against it, and I am too."
    )

    assert speakers(text, "Interview with Bo Varga") == [None, "southland", None, "southland"]


@pytest.mark.parametrize("label", ["SOUTHLAND", "THE PRESIDENT", "Bo Varga (president)"])
def test_labels_that_stand_for_a_party(speakers, label):
    text = f"{label}: We are here. I am glad.\n\nQ: Why?\n\n{label}: Because we must, and our boats too. I said so."

    known = speakers(text, "Remarks by President Bo Varga")

    assert {known[0], known[2]} == {"southland"}


def test_what_a_speech_demands_is_its_authors_word():
    extractor = RulesExtractor(min_confidence=0.2)

    found = extractor.extract(SPEECH, catalog=CATALOG, source=Source(title="Remarks by President Varga in the council"))
    without = extractor.extract(SPEECH, catalog=CATALOG)

    stances = {(s.party, s.target): (s.stance.value, s.attribution.value) for s in found}
    assert stances["southland", "carbon-levy"] == ("opposes", "quoted")
    assert stances["southland", "fishing-rights"] == ("supports", "quoted")
    assert not without


def test_what_somebody_quotes_in_a_speech_is_not_its_authors_word(catalog):
    text = SPEECH + '\n\nAnd then I heard somebody shout: "The steel tariffs must stay for ever and a day."'
    made = PairMaker(parse(text), catalog=catalog, source=Source(title="Remarks by President Varga"))
    place = next(token.index for token in made.parsed.tokens if token.text == "tariffs")

    voice = made.voices.quote_voice(place)

    assert voice is None or not voice.holders
