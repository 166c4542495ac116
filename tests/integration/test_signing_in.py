"""The admin's door: who tries passwords is stopped, and can keep nobody out for good."""

import time

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as NotConnected

from config import counting, signing_in

PASSWORD = "a river of doubt"
HOME, CAFE, STREET = "192.0.2.1", "198.51.100.2", "203.0.113.3"


@pytest.fixture(autouse=True)
def few(db: None, settings, monkeypatch) -> None:
    """An account, and doors that close after a few wrong passwords."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(signing_in, "MOST_HERE", 2)
    monkeypatch.setattr(signing_in, "MOST_FROM_ADDRESS", 4)
    monkeypatch.setattr(signing_in, "MOST_FOR_ACCOUNT", 5)
    User.objects.create_user("ada", password=PASSWORD, is_staff=True)


def signing_in_as(account: str, password: str, *, at: str) -> HttpResponseBase:
    address = reverse("admin:login")
    return Client(REMOTE_ADDR=at).post(f"{address}?next=/admin/", {"username": account, "password": password})


def is_let_in(*, at: str, account: str = "ada") -> bool:
    return signing_in_as(account, PASSWORD, at=at).status_code == 302


def try_many(n: int, *, at: str, account: str = "ada") -> None:
    for _ in range(n):
        assert signing_in_as(account, "guessed", at=at).status_code == 200


def test_after_a_few_wrong_passwords_the_right_one_is_not_looked_at_there_and_elsewhere_it_is():
    try_many(2, at=STREET)
    refused = signing_in_as("ada", PASSWORD, at=STREET)
    assert refused.status_code == 200
    assert "None is looked at for the next 15 minutes; then try again." in refused.content.decode()
    assert is_let_in(at=HOME)


def test_the_right_password_begins_the_count_anew():
    for _ in range(3):
        try_many(1, at=HOME)
        assert is_let_in(at=HOME)


def test_a_form_without_a_password_begins_no_count_anew():
    try_many(1, at=STREET)
    assert signing_in_as("ada", "", at=STREET).status_code == 200
    try_many(1, at=STREET)
    assert not is_let_in(at=STREET)


def test_who_tries_one_account_after_another_is_stopped():
    for account in ("bo", "cy", "di", "ed"):
        try_many(1, at=STREET, account=account)
    assert not is_let_in(at=STREET)
    assert is_let_in(at=HOME)


def test_an_account_that_is_tried_from_everywhere_opens_where_its_owner_signs_in():
    assert is_let_in(at=HOME)
    for n in range(5):
        try_many(1, at=f"203.0.113.{n}")
    assert not is_let_in(at=CAFE)
    assert is_let_in(at=HOME)


def test_trying_on_keeps_nobody_out_for_longer(monkeypatch):
    monkeypatch.setattr(signing_in, "WINDOW_SECONDS", 3)
    try_many(2, at=HOME)
    time.sleep(1.5)
    try_many(3, at=HOME)
    assert not is_let_in(at=HOME)
    time.sleep(1.6)
    assert is_let_in(at=HOME)


def test_an_account_that_is_not_there_is_answered_like_one_that_is():
    for account in ("ada", "nobody"):
        try_many(2, at=STREET, account=account)
    asked = [signing_in_as(account, "guessed", at=STREET).content.decode() for account in ("ada", "nobody")]
    assert ["Too many wrong passwords" in answer for answer in asked] == [True, True]


def test_no_name_or_address_is_kept_in_the_counts():
    try_many(1, at=STREET)
    kept = b" ".join(counting.store().keys("parley:door:*"))
    assert kept
    assert (b"ada" in kept.split(), STREET.encode() in kept) == (False, False)


def test_where_redis_does_not_answer_people_sign_in(monkeypatch):
    def no_answer() -> None:
        raise NotConnected

    monkeypatch.setattr(counting, "store", no_answer)
    monkeypatch.setattr(signing_in, "store", no_answer)
    try_many(3, at=HOME)
    assert is_let_in(at=HOME)
