"""How an article knows a stance: quoted, paraphrased, reported or predicted."""

import pytest

from positions.extraction.judging.judgement import load_weights


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


@pytest.mark.parametrize(
    "text",
    [
        "Southland is expected to reject the carbon levy.",
        "Southland is widely thought to oppose the carbon levy.",
    ],
)
def test_what_others_expect_of_a_party_is_predicted(read, text):
    assert {s.attribution.value for s in read(text) if s.party == "southland"} == {"predicted"}


@pytest.mark.parametrize(
    "text",
    [
        "Southland fears the carbon levy.",
        "The carbon levy is feared by Southland.",
        "“It must be understood that Southland will never accept the carbon levy,” Bo Varga said.",
    ],
)
def test_what_a_party_itself_expects_or_insists_on_is_no_prediction(read, text):
    known = {s.attribution.value for s in read(text) if s.party == "southland"}

    assert known
    assert "predicted" not in known


def test_what_one_party_says_that_another_fears_is_predicted(read):
    said = read("Northland officials said Southland fears the carbon levy.")

    assert {s.attribution.value for s in said if s.party == "southland"} == {"predicted"}


@pytest.mark.parametrize(
    "text",
    [
        "Ada Holm and Bo Varga met to discuss the carbon levy.",
        "Southland will hold a vote on the carbon levy on Monday.",
        "Bo Varga did not mention the carbon levy in his remarks.",
        "“They will never agree to the carbon levy,” Ada Holm said of the government in Southport.",
    ],
)
def test_who_only_deals_with_a_target_or_tells_what_others_would_do_holds_nothing(extractor, catalog, text):
    found = extractor.extract(text, catalog=catalog)

    assert all(s.confidence < load_weights().default_confidence for s in found)


@pytest.mark.parametrize(
    "text",
    ["Northland demands that Southland pay the carbon levy.", "Northland wants Southland to accept the carbon levy."],
)
def test_what_is_demanded_of_a_party_is_no_stance_of_its_own(read, text):
    said = read(text)

    assert said[0].party == "northland"
    assert all(s.confidence < load_weights().default_confidence for s in said if s.party == "southland")


def test_a_spokesman_who_says_what_his_leader_will_never_accept_speaks_for_the_party(stances):
    held = stances("“He will never accept the carbon levy,” said Bo Varga's spokesman.")

    assert held["southland", "carbon-levy"] == "opposes"


SUPPOSED = """
Southland may accept the carbon levy.
Southland might be persuaded to accept the carbon levy.
Southland could reject the carbon levy.
Southland would probably reject the carbon levy.
Southland will almost certainly reject the carbon levy.
Southland seems ready to accept the carbon levy.
Southland appears unwilling to accept the carbon levy.
Southland looks set to accept the carbon levy.
Southland is poised to reject the carbon levy.
Southland is certain to reject the carbon levy.
Southland is bound to reject the carbon levy.
Southland is said to oppose the carbon levy.
Southland is widely seen as opposed to the carbon levy.
There is little chance that Southland will accept the carbon levy.
Hopes are growing that Southland will accept the carbon levy.
Sources said Southland may accept the carbon levy.
Ada Holm hopes that Southland will accept the carbon levy.
Northland alleged that Southland had rejected the carbon levy.
Northlandic negotiators complained that Southland was blocking the carbon levy.
Bo Varga agreed to the carbon levy in the call, the Northlandic readout said.
Bo Varga told Ada Holm that Southland would accept the carbon levy, the Northlandic side said.
"""


def test_what_an_article_only_supposes_or_another_side_claims_is_predicted(read):
    known = {text: {s.attribution.value for s in read(text) if s.party == "southland"} for text in lines(SUPPOSED)}

    assert {text: found for text, found in known.items() if found != {"predicted"}} == {}


OWN_WORD = """
Bo Varga said Southland might accept the carbon levy.
Bo Varga said Southland would probably accept the carbon levy.
“We may accept the carbon levy,” Bo Varga said.
Southland could not accept the carbon levy and left the talks.
Southland has said that it may accept the carbon levy.
Bo Varga told Ada Holm that Southland would accept the carbon levy, a source said.
Bo Varga said the talks were useful, but Cara Lind complained that the carbon levy would ruin the dockworkers.
"""


def test_what_a_party_itself_says_that_it_may_do_is_its_word(read):
    known = {text: {s.attribution.value for s in read(text)} - {"predicted"} for text in lines(OWN_WORD)}

    assert all(known.values()), known


def test_what_is_open_is_no_stance(extractor, catalog):
    for text in (
        "It is unclear whether Southland will accept the carbon levy.",
        "It remains to be seen whether Southland will accept the carbon levy.",
    ):
        found = extractor.extract(text, catalog=catalog)

        assert all(s.confidence < load_weights().default_confidence for s in found), text


KNOWN = """
quoted Ada Holm | In Ada Holm's words, “the carbon levy would be a disaster for our people”.
quoted None | “Northland stands ready to accept the carbon levy,” read a statement from the Northlandic government.
quoted Ada Holm | Ada Holm said Northland “strongly supports” the carbon levy.
quoted Ada Holm | Bo Varga said the talks were useful, but Ada Holm complained: “The carbon levy would ruin us.”
paraphrased Ada Holm | Ada Holm was cited as saying that Northland rejects the carbon levy.
paraphrased Ada Holm | Ada Holm made clear that Northland opposed the carbon levy.
paraphrased Ada Holm | In an interview on Sunday Ada Holm ruled out the carbon levy.
paraphrased Ada Holm | Ada Holm rejected the carbon levy in a letter to Bo Varga.
paraphrased Ola Brandt | Northland's chief negotiator, Ola Brandt, said Northland rejects the carbon levy.
reported None | Northland has rejected the “carbon levy”.
"""


def test_by_whom_and_how_a_stance_is_put_is_read_of_verbs_marks_and_occasions(read):
    for line in lines(KNOWN):
        known, text = line.split(" | ")
        found = next(s for s in read(text) if (s.party, s.target) == ("northland", "carbon-levy"))

        assert f"{found.attribution.value} {found.speaker}" == known, text


def test_a_joint_statement_speaks_for_whom_it_is_with(read):
    found = read("Ada Holm said in a joint statement with Bo Varga that both sides support the carbon levy.")

    assert "predicted" not in {s.attribution.value for s in found}
    assert {s.party for s in found} >= {"northland", "southland"}


def lines(text: str) -> list[str]:
    return text.strip().splitlines()
