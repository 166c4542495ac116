"""The product's one job, once: from an article to a comparison, and back to what was known before."""

from datetime import date

from positions import catalog, ingestion, review, statements
from positions.models import Statement
from tests.api.asking import COMPARISON, ask, cell_of

TALKS = """\
negotiation: {slug: river-talks, title: Talks on the Silver River}
parties:
  - {slug: northland, name: Northland, kind: state, role: principal}
  - slug: southland
    name: Southland
    kind: state
    role: principal
    speakers: [{name: Bo Varga, title: Foreign Minister}]
  - {slug: river-league, name: River League, kind: bloc, role: mediator}
issues:
  - {slug: upper-dam, title: The upper dam, proposition: Northland builds the upper dam., toward: [upper dam]}
proposals:
  - slug: league-draft
    title: The League's draft of March
    proposed_by: [river-league]
    proposed_on: 2024-03-03
    cues: [the League's draft]
"""
SAID = "“We accept the League's draft,” Foreign Minister Bo Varga said on Monday."
ARTICLE = f"Southport. {SAID} Nobody in Northland answered."


def test_what_an_article_says_is_compared_once_a_person_has_accepted_it(client, curator, tmp_path):
    (tmp_path / "talks.yaml").write_text(TALKS, encoding="utf-8")
    talks = catalog.load_catalog(catalog.read_catalog_file(tmp_path / "talks.yaml"), by=curator).negotiation

    source = ingestion.SourceText(text=ARTICLE, title="A yes from Southport", published_on=date(2024, 3, 4))
    article = ingestion.store_article(source).article
    ingestion.queue_extraction(article, negotiations=[talks])
    statements.extract_article(article.pk)

    suggestion = Statement.objects.pending().get()
    question = {"target": "league-draft", "valid_on": "2024-03-04"}
    before = ask(client, COMPARISON, **question)
    assert cell_of(before, "southland", "league-draft")["absence"] == "never_stated"

    review.accept_statement(suggestion, by=curator)

    after = ask(client, COMPARISON, **question)
    position = cell_of(after, "southland", "league-draft")["position"]
    assert (position["stance"], position["act"]) == ("supports", "acceptance")
    (evidence,) = position["evidence"]
    assert (evidence["quote"], evidence["speaker"], evidence["attribution"]) == (SAID, "Bo Varga", "quoted")
    assert ARTICLE[evidence["start"] : evidence["end"]] == SAID
    assert evidence["article"]["title"] == "A yes from Southport"

    what_we_knew_then = ask(client, COMPARISON, **question, known_at=before["known_at"])
    assert what_we_knew_then["cells"] == before["cells"]
