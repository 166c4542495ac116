"""How an article knows a stance: quoted, paraphrased, reported or predicted."""

import pytest


@pytest.mark.parametrize(
    ("text", "attribution", "speaker"),
    [
        ("“The carbon levy must come this year,” Ada Holm said.", "quoted", "Ada Holm"),
        ('"We will never accept a carbon levy," said Bo Varga.', "quoted", "Bo Varga"),
        ("Ada Holm said that Northland supports the carbon levy.", "paraphrased", "Ada Holm"),
        ("According to Ada Holm, Northland supports the carbon levy.", "paraphrased", "Ada Holm"),
        ("Southland rejects the carbon levy.", "reported", None),
        ("Analysts predict that Southland will reject the carbon levy.", "predicted", None),
        ("Southland is likely to reject the carbon levy.", "predicted", None),
        ("Ada Holm said that Southland had accepted the carbon levy.", "predicted", None),
    ],
)
def test_the_words_around_a_stance_say_how_it_is_known(read, text, attribution, speaker):
    statement = next(s for s in read(text) if s.target == "carbon-levy" and (speaker or s.party == "southland"))

    assert (statement.attribution.value, statement.speaker) == (attribution, speaker)


def test_every_term_of_a_predicted_demand_is_predicted(read):
    found = read("Experts predict that Southland will demand new terms, such as a levy on carbon.")

    assert [(s.party, s.target, s.attribution.value) for s in found] == [("southland", "carbon-levy", "predicted")]


def test_a_quotation_over_two_sentences_has_one_speaker(read):
    found = read("“I have read the draft,” Bo Varga said. “A carbon levy is unacceptable.”")

    said = [(s.party, s.stance.value, s.attribution.value) for s in found if s.target == "carbon-levy"]
    assert said == [("southland", "opposes", "quoted")]


@pytest.mark.xfail(reason="to have read a draft is read as a yes to another target")
def test_beside_a_stance_a_neutral_sentence_gives_none(read):
    found = read("“I have read the draft,” Bo Varga said. “A carbon levy is unacceptable.”")

    assert [(s.party, s.stance.value, s.attribution.value) for s in found] == [("southland", "opposes", "quoted")]
