"""`manage.py load_catalog`: what it prints, in whose name, and what keeps everything out."""

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from positions.catalog import operator_account
from positions.correction import Wording, correct_article
from positions.models import Article, Revision
from tests.integration.catalog.talks import TALKS, everything


@pytest.mark.django_db
def test_the_operator_has_one_account_that_nobody_can_log_in_with():
    assert operator_account() == operator_account()
    assert not operator_account().has_usable_password()
    assert not operator_account().is_staff


def run(*arguments: object) -> tuple[int, str, str]:
    """The command's exit status, standard output and standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("load_catalog", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_the_command_says_in_one_line_what_changed(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS)
    assert run(path) == (
        0,
        "river-talks (revision 3): parties 3 new, issues 2 new, proposals 2 new, positions 2 new\n",
        "",
    )
    assert run(path) == (0, "river-talks: nothing changed\n", "")
    assert Revision.objects.first().committed_by.username == "operator"


@pytest.mark.django_db
def test_talks_that_are_new_and_empty_are_told_as_new(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text("negotiation: {slug: lake-talks, title: Talks on the lake}\nparties: []\n")
    assert run(path)[1] == "lake-talks (revision 1): the talks are new\n"
    assert run(path)[1] == "lake-talks: nothing changed\n"


@pytest.mark.django_db
def test_the_revision_that_is_told_is_the_last_one_also_where_only_positions_change(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS)
    run(path)
    path.write_text(TALKS.replace("act: demand, valid_from", "act: proposal, valid_from"))
    assert run(path)[1] == "river-talks (revision 4): positions 1 updated 1 unchanged\n"
    assert Revision.objects.latest("number").number == 4


@pytest.mark.django_db
def test_a_proposition_that_changes_under_what_is_recorded_is_told_with_how_much_stands_on_it(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS)
    run(path)
    path.write_text(TALKS.replace("It is shared.", "It is kept.").replace("Water flows.", "Water stays."))
    summary, told = run(path)[1].splitlines()
    assert summary == "river-talks (revision 4): issues 2 updated"
    assert told == (
        "river-talks: The proposition of share was “It is shared.” and is “It is kept.” now. The stances of 2 "
        "positions were towards the former and count towards this one: look whether they still do."
    )


@pytest.mark.django_db
def test_what_the_file_says_otherwise_of_a_quotation_stays_as_it_was_loaded_first_and_is_told(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS)
    run(path)
    edited = TALKS.replace("speaker: Ada Holm\n        attribution: quoted", "attribution: reported")
    path.write_text(edited.replace("outlet: Courier, ", ""))
    for _ in range(2):
        summary, told = run(path)[1].splitlines()
        assert summary == "river-talks: nothing changed"
        assert told == (
            "river-talks: The quotation “The quota stays.” of northland on share stays as it was loaded first: "
            "attribution is “quoted”, not “reported”; speaker is “Ada Holm”, not “”; outlet is “Courier”, not “”."
        )


@pytest.mark.django_db
def test_the_file_as_it_was_loaded_undoes_no_correction_of_a_source_and_says_nothing_of_it(tmp_path: Path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS)
    run(path)
    n_articles, article = Article.objects.count(), Article.objects.get(outlet="Courier")
    wording = Wording(title="Another headline", outlet="Herald", published_on=date(2024, 3, 9))
    correct_article(article, wording, reason="A slip.", by=User.objects.first(), n_seen=0)
    assert run(path)[1].splitlines() == ["river-talks: nothing changed"]
    article.refresh_from_db()
    assert (article.title, article.outlet, article.published_on) == ("Another headline", "Herald", date(2024, 3, 9))
    assert Article.objects.count() == n_articles


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["The quota stays as it is.", "The quota " + "really " * 20 + "stays."])
def test_a_quotation_whose_words_were_edited_is_told_to_stay_beside_the_new_one(tmp_path: Path, words: str):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS.replace("The quota stays.", words))
    run(path)
    path.write_text(TALKS)
    summary, told = run(path)[1].splitlines()
    assert summary == "river-talks (revision 4): positions 1 updated 1 unchanged"
    shown = words if len(words) < 60 else "The quota really really really really really really really r…"
    kept = "is no longer in the file and stays evidence for the position."
    assert told == f"river-talks: The quotation “{shown}” of northland on share {kept}"


@pytest.mark.django_db
def test_the_documented_example_comes_to_what_is_documented(tmp_path: Path):
    page = (Path(__file__).parents[3] / "docs" / "adding-a-negotiation.md").read_text(encoding="utf-8")
    path = tmp_path / "river-talks.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1])
    assert f"load_catalog river-talks.yaml\n{run(path)[1]}```" in page


def test_the_command_loads_on_behalf_of_a_named_user(tmp_path: Path, curator):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS)
    run(path, "--by", "ada")
    assert set(Revision.objects.values_list("committed_by__username", flat=True)) == {"ada"}


@pytest.mark.django_db
def test_one_bad_file_among_several_keeps_all_of_them_out(tmp_path: Path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(TALKS)
    bad.write_text(TALKS.replace("river-talks", "other-talks").replace("parent: water", "parent: watr"))
    status, out, err = run(good, bad)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        f"{bad}:14: issues[0].parent: “watr” is no issue of this file; did you mean “water”?",
        "Nothing was stored.",
    ]
    assert not any(everything().values())
