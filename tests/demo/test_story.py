"""The content of the demo organisation is well formed, complete and varied."""

from collections import Counter

import pytest

from equipoise.demo.organisation import DemoOrganisation
from equipoise.demo.scales import Constant, Linear, Seasonal, Yearly
from equipoise.demo.story import CheckIn, Citation, Comment, Scorecard
from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import FiscalCalendar, Frequency
from equipoise.domain.kpi import DataKind, Indicator, check_questions
from equipoise.domain.missing import MissingData
from equipoise.domain.roles import Role
from equipoise.domain.scoring import Direction, Method, check_target, method_of
from equipoise.domain.strategy_map.checks import check_map
from equipoise.domain.strategy_map.warning import WarningCode
from equipoise.domain.targets import SteppedTarget
from equipoise.domain.text import NAME
from equipoise.strategy.models import CascadeKind
from tests.demo.maps import map_of

KPIS_OF_A_DEPARTMENT = WarningCode.FEW_OBJECTIVES
"""A department has three objectives a perspective, so fewer than the fifteen of a whole company."""


def test_the_company_scorecard_follows_all_advice(demo: DemoOrganisation) -> None:
    assert check_map(map_of(demo.scorecards[0])) == []


def test_the_other_scorecards_leave_out_only_what_their_size_explains(demo: DemoOrganisation) -> None:
    for scorecard in demo.scorecards[1:]:
        codes = {warning.code for warning in check_map(map_of(scorecard))}
        assert codes <= {KPIS_OF_A_DEPARTMENT, WarningCode.KPI_WITHOUT_OWNER}, scorecard.name


def test_there_are_three_levels_of_scorecards(demo: DemoOrganisation) -> None:
    parents = {scorecard.key: scorecard.parent for scorecard in demo.scorecards}
    level: dict[str, int] = {}
    for key, parent in parents.items():
        level[key] = 0 if parent is None else level[parent] + 1
    assert Counter(level.values()) == {0: 1, 1: 2, 2: 3}


def test_every_scorecard_has_about_25_kpis(demo: DemoOrganisation) -> None:
    for scorecard in demo.scorecards:
        assert 20 <= sum(not kpi.proposed for kpi in scorecard.kpis()) <= 25, scorecard.name


def test_the_weights_of_the_perspectives_are_balanced(demo: DemoOrganisation) -> None:
    for scorecard in demo.scorecards:
        weights = [perspective.weight for perspective in scorecard.perspectives]
        assert sum(weights) == 100
        assert all(10 <= weight <= 40 for weight in weights)


def test_every_active_kpi_answers_its_four_questions_in_words_of_its_own(demo: DemoOrganisation) -> None:
    for _, kpi in demo.kpis():
        if not kpi.proposed:
            check_questions(kpi.purpose, kpi.good_range, kpi.response_plan, kpi.behaviours)
    purposes = Counter(kpi.purpose for _, kpi in demo.kpis() if not kpi.name.startswith("“I can"))
    assert max(purposes.values()) == 1


def test_some_proposed_kpis_have_questions_open(demo: DemoOrganisation) -> None:
    proposed = [kpi for _, kpi in demo.kpis() if kpi.proposed]
    assert len(proposed) >= 3
    for kpi in proposed:
        assert "" in (kpi.purpose, kpi.good_range, kpi.response_plan, kpi.behaviours)


def test_keys_are_unique(demo: DemoOrganisation) -> None:
    kpis = [kpi.key for _, kpi in demo.kpis()]
    objectives = [objective.key for scorecard in demo.scorecards for objective in scorecard.objectives()]
    assert len(set(kpis)) == len(kpis)
    assert len(set(objectives)) == len(objectives)


def test_names_are_short_enough_to_be_kept(demo: DemoOrganisation) -> None:
    names = [kpi.name for _, kpi in demo.kpis()]
    names += [objective.name for scorecard in demo.scorecards for objective in scorecard.objectives()]
    names += [initiative.name for scorecard in demo.scorecards for initiative in scorecard.initiatives]
    assert max(map(len, names)) <= min(NAME, 80)


@pytest.mark.parametrize("method", Method)
def test_every_scoring_method_appears(demo: DemoOrganisation, method: Method) -> None:
    assert any(kpi.scoring is not None and method_of(kpi.scoring) is method for _, kpi in demo.kpis())


@pytest.mark.parametrize("kind", [Constant, Linear, Yearly, Seasonal])
def test_every_kind_of_target_appears(demo: DemoOrganisation, kind: type) -> None:
    assert any(isinstance(kpi.target, kind) for _, kpi in demo.kpis())


@pytest.mark.parametrize("word", [*Direction, *Indicator, *DataKind, *MissingData, *Aggregation])
def test_every_trait_of_a_kpi_appears(demo: DemoOrganisation, word: str) -> None:
    traits = {
        trait
        for _, kpi in demo.kpis()
        for trait in (kpi.direction, kpi.indicator, kpi.data_kind, kpi.missing_data, kpi.aggregation)
    }
    assert word in traits


def test_kpis_are_mostly_monthly_and_some_weekly_quarterly_and_yearly(demo: DemoOrganisation) -> None:
    counts = Counter(kpi.frequency for _, kpi in demo.kpis() if not kpi.proposed)
    assert counts[Frequency.MONTHLY] > sum(counts.values()) / 2
    assert min(counts[Frequency.WEEKLY], counts[Frequency.QUARTERLY], counts[Frequency.YEARLY]) >= 3


def test_targets_never_meet_the_other_end_of_a_scale(demo: DemoOrganisation) -> None:
    line = demo.timeline
    for _, kpi in demo.kpis():
        if kpi.scoring is not None and kpi.target is not None:
            plan = kpi.target.plan(line)
            for target in plan.by_period(FiscalCalendar(), kpi.frequency, line.cycle_start, line.cycle_end).values():
                check_target(kpi.scoring, target)


def test_a_ratio_is_measured_where_its_parts_are_known(demo: DemoOrganisation) -> None:
    for _, kpi in demo.kpis():
        if kpi.aggregation is Aggregation.RATIO:
            assert all(value.numerator is not None and value.denominator for value in demo.values[kpi.key]), kpi.key


def test_whatever_is_named_exists(demo: DemoOrganisation) -> None:
    people = {person.key for person in demo.people}
    units = {unit.key for unit in demo.units}
    kpis = {kpi.key for _, kpi in demo.kpis()}
    assert {unit.parent for unit in demo.units} <= units | {None}
    assert {person.unit for person in demo.people} <= units
    for scorecard in demo.scorecards:
        assert scorecard.unit in units
        assert set(scorecard.readers) <= people
        assert {objective.owner for objective in scorecard.objectives()} <= people
        for kpi in scorecard.kpis():
            assert {kpi.owner, kpi.contributor} <= people | {None}, kpi.key
            assert kpi.counter is None or kpi.counter in kpis - {kpi.key}, kpi.key
            assert {person for pattern in kpi.use for person in pattern.people} <= people, kpi.key
        for initiative in scorecard.initiatives:
            assert initiative.owner in people
            assert set(initiative.kpis) <= kpis, initiative.name
        for said in _said(scorecard):
            assert said.person in people
            assert said.kpi in {kpi.key for kpi in scorecard.kpis()}, said


def test_objectives_cascade_to_the_parent_scorecard_in_both_ways(demo: DemoOrganisation) -> None:
    cards = {scorecard.key: scorecard for scorecard in demo.scorecards}
    kinds: set[CascadeKind] = set()
    for scorecard in demo.scorecards:
        if scorecard.parent is not None:
            below, above = _objectives(scorecard), _objectives(cards[scorecard.parent])
            assert len(scorecard.cascades) >= 5
            for link in scorecard.cascades:
                assert link.child in below
                assert link.parent in above
                kinds.add(link.kind)
    assert kinds == set(CascadeKind)


def test_every_role_is_taken_and_somebody_has_left(demo: DemoOrganisation) -> None:
    assert {person.role for person in demo.people} == set(Role)
    gone = {person.key for person in demo.people if person.left_days_ago is not None}
    assert gone
    assert any(kpi.owner in gone for _, kpi in demo.kpis())
    assert any(kpi.owner is None and not kpi.proposed for _, kpi in demo.kpis())


def test_nobody_does_anything_after_leaving(demo: DemoOrganisation) -> None:
    for person in demo.people:
        if person.left_days_ago is None:
            continue
        for scorecard, kpi in demo.kpis():
            mine = [pattern for pattern in kpi.use if person.key in pattern.people]
            assert all(pattern.until_days_ago > person.left_days_ago for pattern in mine), kpi.key
            said = [word for word in _said(scorecard) if word.person == person.key]
            assert all(word.days_ago > person.left_days_ago for word in said)


def test_initiatives_are_planned_running_and_done(demo: DemoOrganisation) -> None:
    initiatives = [initiative for scorecard in demo.scorecards for initiative in scorecard.initiatives]
    assert any(initiative.progress == 100 for initiative in initiatives)
    assert sum(0 < initiative.progress < 100 for initiative in initiatives) > len(initiatives) / 2
    for initiative in initiatives:
        assert initiative.starts < initiative.due
        assert initiative.milestones
        done = [milestone for milestone in initiative.milestones if milestone.late is not None]
        assert all(milestone.due <= 0 for milestone in done), initiative.name


def test_stepped_targets_follow_the_years_of_the_cycle(demo: DemoOrganisation) -> None:
    kpi = next(kpi for _, kpi in demo.kpis() if isinstance(kpi.target, Yearly))
    plan = kpi.target.plan(demo.timeline) if kpi.target else None
    assert isinstance(plan, SteppedTarget)
    assert [step.since.year for step in plan.steps] == [2023, 2024, 2025, 2026]


def _said(scorecard: Scorecard) -> list[Comment | CheckIn | Citation]:
    return [*scorecard.comments, *scorecard.check_ins, *scorecard.citations]


def _objectives(scorecard: Scorecard) -> set[str]:
    return {objective.key for objective in scorecard.objectives()}
