"""Names in any script, from right to left too: in sentences, and upright above the columns of a wide table."""

from datetime import date

from django.test import Client

from positions.vocabulary import Stance
from tests.browser import Visit
from tests.reading import open_page
from tests.world import RiverTalks, hold, one_more_issue, one_more_party

TALKS = "/negotiations/river-talks/"
ARABIC, HEBREW, CHINESE = "سلطنة وادي النور الكبرى (الاتحادية) وما حولها من جزر", "ארץ טל", "临海共和国"


def test_names_in_a_sentence_stand_in_their_order_whichever_way_they_run(client: Client, river: RiverTalks):
    proposers = [one_more_party(river, f"p{n}", name=name) for n, name in enumerate((ARABIC, HEBREW, "A <b> C"))]
    river.league_draft.proposed_by.set(proposers)
    page = open_page(client, f"{TALKS}proposals/league-draft/")
    (sentence,) = page.xpath("//p[@class='when'][contains(., 'Tabled by')]")
    assert sentence.xpath("bdi/text()") == [ARABIC, HEBREW, "A <b> C"]


def test_above_narrow_columns_each_name_is_upright_and_cut_at_its_own_end(visit: Visit, river: RiverTalks):
    names = [ARABIC, CHINESE, *(f"Northern Dominion {n}" for n in range(12))]
    for number, name in enumerate(names):
        party = one_more_party(river, f"p{number}", name=name)
        hold(river, party, river.dam, Stance.OPPOSES, date(2024, 1, 20))
    page = visit.open(f"{TALKS}?valid_on=2024-03-06")
    read = "one => { const at = getComputedStyle(one); return [at.writingMode, at.textOrientation, at.direction]; }"
    looks = {name: page.locator("#grid thead a.party", has_text=name).evaluate(read) for name in names[:3]}
    # Turned by half a circle, so that no sign may stand on its feet before.
    assert looks == {
        ARABIC: ["vertical-rl", "sideways", "rtl"],
        CHINESE: ["vertical-rl", "sideways", "ltr"],
        names[2]: ["vertical-rl", "sideways", "ltr"],
    }
    visit.assert_accessible()


def test_no_name_reaches_the_edge_of_a_picture_whatever_fonts_a_browser_has(visit: Visit, river: RiverTalks):
    """A browser without the picture's first fonts takes a wider one than it was drawn for."""
    issue = one_more_issue(river, "zone", title="Демилитаризованная зона на восточном берегу")
    hold(river, river.northland, issue, Stance.OPPOSES, date(2024, 1, 20))
    page = visit.open("/api/v1/negotiations/river-talks/comparison/chart.svg?kind=matrix")
    edges = "texts => texts.map(text => text.getBoundingClientRect().left)"
    assert min(page.locator("text").evaluate_all(edges)) >= 10
