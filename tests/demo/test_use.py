"""Use differs between KPIs, so that the next review has something to ask."""

from collections import defaultdict
from uuid import NAMESPACE_URL, uuid5

import pytest

from equipoise.demo.evidence import looks, pages, words
from equipoise.demo.organisation import DemoOrganisation
from equipoise.domain.usage import Evidence, Signal, UsagePolicy, Use, summarise, unused


@pytest.fixture(scope="module")
def evidence(demo: DemoOrganisation) -> dict[str, Evidence]:
    uses: defaultdict[str, list[Use]] = defaultdict(list)
    for signal in (*looks(demo), *words(demo)):
        uses[signal.subject].append(Use(signal.signal, uuid5(NAMESPACE_URL, signal.person), signal.on))
    today = demo.timeline.today
    return {kpi.key: summarise(uses[kpi.key], today, UsagePolicy()) for _, kpi in demo.kpis()}


def test_each_scorecard_has_a_few_unused_kpis(demo: DemoOrganisation, evidence: dict[str, Evidence]) -> None:
    line = demo.timeline
    for scorecard in demo.scorecards:
        questioned = [
            kpi.key
            for kpi in scorecard.kpis()
            if not kpi.proposed and unused(evidence[kpi.key], line.first_day, line.today, UsagePolicy())
        ]
        assert 2 <= len(questioned) <= 5, (scorecard.name, questioned)


def test_some_were_never_opened_some_long_ago_and_some_barely(
    demo: DemoOrganisation, evidence: dict[str, Evidence]
) -> None:
    today = demo.timeline.today
    assert evidence["magnet_cover"].last_used_on is None
    faded = evidence["grant_income"].last_used_on
    assert faded is not None
    assert (today - faded).days > 150
    assert 0 < evidence["write_offs"].weight < UsagePolicy().minimum_weight


def test_others_are_used_heavily_by_many(evidence: dict[str, Evidence]) -> None:
    assert evidence["net_revenue"].distinct_people >= 5
    assert evidence["net_revenue"].decisions >= 1
    assert sum(each.weight >= 300 for each in evidence.values()) >= 40


def test_every_strong_kind_of_signal_occurs(demo: DemoOrganisation) -> None:
    kinds = {signal.signal for signal in (*looks(demo), *pages(demo), *words(demo))}
    assert kinds >= {
        Signal.DECISION,
        Signal.INITIATIVE,
        Signal.COMMENT,
        Signal.CHECK_IN,
        Signal.DETAIL_OPENED,
        Signal.REPORT_OPENED,
        Signal.LISTED,
    }


def test_nothing_lies_in_the_future_and_nobody_looks_at_weekends(demo: DemoOrganisation) -> None:
    for signal in (*looks(demo), *pages(demo)):
        assert signal.on < demo.timeline.today
        assert signal.on.weekday() < 5
        assert signal.times >= 1
