"""The import page of the admin: all of a data set or nothing, and what is wrong line by line."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from positions.models import Negotiation, Position
from tests.integration.catalog.lake_talks import CSV, MAPPING
from tests.world import signed_in

pytestmark = pytest.mark.django_db
IMPORT = "/admin/positions/negotiation/import/"


@pytest.fixture
def administrator() -> Client:
    return signed_in(User.objects.create_superuser("grace"))


def send(client: Client, *, text: str = CSV, mapping: str = MAPPING, **more: str):
    files = {
        "data_set": SimpleUploadedFile("lake.csv", text.encode()),
        "mapping": SimpleUploadedFile("lake.yaml", mapping.encode()),
    }
    return client.post(IMPORT, {"negotiation": "lake-talks", **files, **more}, follow=True)


def test_two_files_become_talks_in_the_name_of_who_sent_them(administrator):
    assert "Imported: lake-talks (revision 11): parties 4 new, issues 3 new, positions 10 new" in shown(
        send(administrator)
    )
    assert set(Position.objects.values_list("recorded_by__username", flat=True)) == {"grace"}


def test_what_is_wrong_is_told_line_by_line_and_nothing_is_stored(administrator):
    answer = send(administrator, text=CSV.replace("water,10,0.9", "water,ten,9"))
    assert answer.status_code == 400
    assert "lake.csv:2: position: “ten” is not a number" in shown(answer)
    assert "Nothing was stored." in shown(answer)
    assert not Negotiation.objects.exists()


def test_a_wrong_mapping_is_told_with_its_line(administrator):
    answer = send(administrator, mapping=MAPPING.replace("column: position", "column: positon"))
    assert "lake.yaml:6: scale.column: “positon” is no column of lake.csv; did you mean “position”?" in shown(answer)


def test_a_check_says_what_would_be_stored_and_stores_nothing(administrator):
    answer = send(administrator, only_check="on")
    assert "An import would come to: lake-talks (revision 11): parties 4 new" in shown(answer)
    assert not Negotiation.objects.exists()


def test_a_data_set_too_long_for_a_page_is_for_the_command(administrator, monkeypatch):
    monkeypatch.setattr("positions.admin.imports.MOST_LINES", 9)
    assert "The data set has 10 lines; more than 9 take too long for a page." in shown(send(administrator))


def test_a_form_without_files_or_with_a_bad_slug_says_so(administrator):
    answer = administrator.post(IMPORT, {"negotiation": "lake talks"})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"negotiation", "data_set", "mapping"}


def test_files_that_are_no_text_are_refused_with_a_sentence(administrator):
    files = {name: SimpleUploadedFile(f"{name}.bin", b"\xff\xfe\x00\x00") for name in ("data_set", "mapping")}
    answer = administrator.post(IMPORT, {"negotiation": "lake-talks", **files})
    assert answer.status_code == 400
    assert "mapping.bin" in shown(answer)


def test_only_who_may_add_positions_imports_and_sees_the_way(administrator, curator):
    listed = reverse("admin:positions_negotiation_changelist")
    assert IMPORT in shown(administrator.get(listed))
    assert signed_in(curator).get(IMPORT).status_code == 403
    assert Client().get(IMPORT).status_code == 302


def shown(answer) -> str:
    return answer.content.decode()
