"""Confidence that means something: learnt from what was right, rising, and turned back again."""

import pytest

from positions.evaluation.calibration import Judgement, calibrate, calibration_error, recalibrate, reliability
from positions.extraction.judging.forest import Calibration

TOO_SURE = [Judgement(p / 100, is_right=number % 2 == 0 and p > 20) for p in range(1, 100) for number in range(10)]


def test_a_confidence_says_how_often_suggestions_like_it_were_right():
    calibration = calibrate(TOO_SURE, version="test")
    bins = reliability([Judgement(calibration.confidence(j.given), j.is_right) for j in TOO_SURE])

    assert calibration_error(bins) < 0.1 < calibration_error(reliability(TOO_SURE))


def test_a_surer_probability_never_gets_a_lower_confidence():
    calibration = calibrate(TOO_SURE, version="test")
    confidences = [calibration.confidence(p / 50) for p in range(51)]

    assert confidences == sorted(confidences)
    assert len(set(confidences)) == len(confidences)


def test_a_confidence_can_be_turned_back_into_its_probability():
    calibration = Calibration("test", (0.0, 0.5, 1.0), (0.0, 0.8, 0.9))

    assert calibration.probability(calibration.confidence(0.3)) == pytest.approx(0.3)


def test_later_judgements_change_what_a_probability_is_worth():
    old = Calibration("test", (0.0, 1.0), (0.0, 1.0))
    new = recalibrate(old, [Judgement(0.9, is_right=n % 4 == 0) for n in range(200)], version="later")

    assert new.version == "later"
    assert new.confidence(0.9) == pytest.approx(0.25, abs=0.03)


def test_nothing_can_be_learnt_from_nothing():
    with pytest.raises(ValueError, match="nothing to calibrate"):
        calibrate([], version="test")
