"""The settings of the language model: right ones become values, wrong ones stop the start with a sentence."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.language_model import lane, language_model
from positions.extraction.asking.settings import LlmSettings
from positions.extraction.lanes import lane_version

WELL = {
    "base_url": "https://llm.example/v1",
    "model": "large",
    "api_key": "sk-1",
    "limits": (300, 1000),
    "prices": ("", ""),
    "is_reviewed": True,
}


def test_without_an_endpoint_there_is_no_model():
    assert language_model(**WELL | {"base_url": "", "model": ""}) is None


def test_an_endpoint_with_prices_knows_what_tokens_cost():
    llm = language_model(**WELL | {"prices": ("2.5", "10")})
    assert llm.cost(n_input_tokens=1_000_000, n_output_tokens=100_000) == Decimal("3.5")
    assert language_model(**WELL).cost(n_input_tokens=1, n_output_tokens=1) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"base_url": "localhost:11434/v1"}, "must begin with http"),
        ({"base_url": "http:///v1"}, "must begin with http"),
        ({"base_url": "http://[::bad/v1"}, "must begin with http"),
        ({"model": ""}, "PARLEY_LLM_MODEL is not"),
        ({"api_key": "sk-schlüssel"}, "was it copied whole"),
        ({"api_key": "sk\n1"}, "was it copied whole"),
        ({"limits": (0, 1)}, "must be more than 0"),
        ({"prices": ("1", "")}, "or neither"),
        ({"prices": ("1", "free")}, "PARLEY_LLM_OUTPUT_PRICE is 'free'"),
        ({"prices": ("-1", "1")}, "PARLEY_LLM_INPUT_PRICE is '-1'"),
        ({"prices": ("nan", "1")}, "PARLEY_LLM_INPUT_PRICE is 'nan'"),
    ],
)
def test_a_wrong_setting_stops_the_start(wrong, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        language_model(**WELL | wrong)


def test_a_lane_is_one_that_there_is_and_has_what_it_needs():
    assert [lane(name, None) for name in ("rules",)] == ["rules"]
    assert lane("both", language_model(**WELL)) == "both"
    with pytest.raises(ImproperlyConfigured, match="must be rules, llm, both"):
        lane("magic", None)
    with pytest.raises(ImproperlyConfigured, match="set PARLEY_LLM_BASE_URL"):
        lane("llm", None)


def test_the_key_is_never_shown():
    assert "sk-1" not in repr(language_model(**WELL))


def test_a_version_depends_on_all_that_changes_answers_and_on_nothing_else():
    llm = LlmSettings(base_url="http://a.example/v1", model="large")
    versions = [
        lane_version("llm", llm),
        lane_version("llm", LlmSettings(base_url="http://a.example/v1", model="small")),
        lane_version("llm", LlmSettings(base_url="http://a.example/v1", model="large", is_reviewed=False)),
        lane_version("both", llm),
    ]
    assert len(set(versions)) == len(versions)
    assert lane_version("llm", LlmSettings(base_url="http://a.example/v1", model="large", api_key="new")) == versions[0]
    assert lane_version("rules", llm) == lane_version("rules", None)
