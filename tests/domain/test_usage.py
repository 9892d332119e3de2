from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest

from equipoise.domain.errors import Refusal
from equipoise.domain.usage import Evidence, Signal, UsagePolicy, Use, summarise, unused

TODAY = date(2026, 6, 30)
LONG_AGO = date(2024, 1, 1)
POLICY = UsagePolicy()
ANNA, BEN = UUID(int=1), UUID(int=2)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def finding_of(*uses: Use, policy: UsagePolicy = POLICY) -> Any:
    return unused(summarise(uses, TODAY, policy), LONG_AGO, TODAY, policy)


def test_signals_are_ordered_from_the_strongest_to_the_weakest() -> None:
    assert all(stronger.weight > weaker.weight for stronger, weaker in pairwise(Signal))


def test_a_kpi_that_nobody_ever_used_is_unused() -> None:
    finding = finding_of()
    assert finding.rule == "UNUSED"
    assert finding.message == (
        "Nobody has ever used it; in the last 90 days: 0 people, 0 views, 0 comments, 0 decisions."
    )


def test_the_finding_names_its_figures() -> None:
    finding = finding_of(Use(Signal.COMMENT, ANNA, ago(200)), Use(Signal.REPORT_OPENED, BEN, ago(3)))
    assert finding.message == (
        "Last used on 2026-06-27 (3 days ago); in the last 90 days: 1 person, 1 view, 0 comments, 0 decisions."
    )
    assert finding.evidence == {
        "lastUsedOn": "2026-06-27",
        "distinctPeople": 1,
        "views": 1,
        "comments": 0,
        "decisions": 0,
        "weight": 10,
        "windowDays": 90,
        "minimumWeight": 20,
        "minimumPeople": 1,
        "asOf": "2026-06-30",
    }


@pytest.mark.parametrize("signal", [signal for signal in Signal if signal.weight >= POLICY.minimum_weight])
def test_one_strong_signal_in_the_window_is_use(signal: Signal) -> None:
    assert finding_of(Use(signal, ANNA, ago(89))) is None
    assert finding_of(Use(signal, ANNA, ago(90))) is not None


def test_one_report_is_not_enough_and_two_are() -> None:
    assert finding_of(Use(Signal.REPORT_OPENED, ANNA, ago(5))) is not None
    assert finding_of(Use(Signal.REPORT_OPENED, ANNA, ago(5)), Use(Signal.REPORT_OPENED, ANNA, ago(6))) is None


def test_repeats_on_one_day_count_once() -> None:
    opened = Use(Signal.REPORT_OPENED, ANNA, ago(5))
    assert summarise([opened] * 50, TODAY, POLICY) == summarise([opened], TODAY, POLICY)


def test_merely_being_listed_is_no_use_unless_the_policy_says_so() -> None:
    listed = [Use(Signal.LISTED, uuid4(), ago(1)) for _ in range(100)]
    assert finding_of(*listed).evidence["lastUsedOn"] is None
    assert finding_of(*listed, policy=UsagePolicy(listed_counts=True)) is None


def test_a_policy_can_ask_for_more_than_one_person() -> None:
    policy = UsagePolicy(minimum_people=2)
    decision = Use(Signal.DECISION, ANNA, ago(1))
    assert finding_of(decision, policy=policy) is not None
    assert finding_of(decision, Use(Signal.COMMENT, BEN, ago(1)), policy=policy) is None


def test_a_new_kpi_is_left_alone_for_its_days_of_grace() -> None:
    assert unused(Evidence(), ago(59), TODAY, POLICY) is None
    assert unused(Evidence(), ago(60), TODAY, POLICY) is not None


def test_evidence_counts_people_views_comments_and_decisions() -> None:
    uses = [
        Use(Signal.DECISION, ANNA, ago(1)),
        Use(Signal.INITIATIVE, ANNA, ago(2)),
        Use(Signal.COMMENT, BEN, ago(3)),
        Use(Signal.CHECK_IN, BEN, ago(4)),
        Use(Signal.DETAIL_OPENED, BEN, ago(5)),
        Use(Signal.COMMENT, UUID(int=3), ago(91)),
    ]
    assert summarise(uses, TODAY, POLICY) == Evidence(ago(1), 2, views=1, comments=2, decisions=2, weight=290)


@pytest.mark.parametrize(
    ("bounds", "field"),
    [
        ({"window_days": 6}, "windowDays"),
        ({"window_days": 10**9}, "windowDays"),
        ({"grace_days": -1}, "graceDays"),
        ({"minimum_weight": 0}, "minimumWeight"),
        ({"minimum_people": 0}, "minimumPeople"),
    ],
)
def test_a_policy_outside_its_bounds_is_refused(bounds: dict[str, int], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        UsagePolicy(**bounds)  # type: ignore[arg-type]  # a dict of ints cannot say that none is the flag
    assert refused.value.field == field
