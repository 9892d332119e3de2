from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from equipoise.domain.errors import Invalid
from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.strategy_map.checks import check_map
from equipoise.domain.strategy_map.model import MapKpi, MapObjective, StrategyMap
from equipoise.domain.strategy_map.policy import MapPolicy, Range
from equipoise.domain.strategy_map.warning import MapWarning, Severity, WarningCode
from tests.domain.strategy_maps import (
    kpi,
    link,
    objective,
    perspective,
    strategy_map,
    well_formed,
    with_objective,
)

CUSTOMER = 4
"""Place of the first objective of the Customer perspective in the well-formed map; it holds two KPIs."""


def only(code: WarningCode, warnings: list[MapWarning]) -> MapWarning:
    found = [warning for warning in warnings if warning.code is code]
    assert len(found) == 1, warnings
    return found[0]


def codes(checked: StrategyMap, policy: MapPolicy | None = None) -> set[WarningCode]:
    return {warning.code for warning in check_map(checked, policy or MapPolicy())}


def weighted(*weights: str) -> StrategyMap:
    whole = well_formed()
    perspectives = [
        replace(each, weight=Decimal(weight)) for each, weight in zip(whole.perspectives, weights, strict=False)
    ]
    kept = [each for each in whole.objectives if each.perspective_id in {one.id for one in perspectives}]
    return strategy_map(perspectives, kept)


def every_kpi(change: Callable[[MapKpi], MapKpi], within: int | None = None) -> StrategyMap:
    """The well-formed map with all KPIs changed, or those of one perspective."""
    whole = well_formed()
    changed = [
        replace(each, kpis=tuple(map(change, each.kpis))) if within in {None, place // 4} else each
        for place, each in enumerate(whole.objectives)
    ]
    return replace(whole, objectives=tuple(changed))


def first_kpi(change: Callable[[MapKpi], MapKpi]) -> Callable[[MapObjective], MapObjective]:
    return lambda each: replace(each, kpis=(change(each.kpis[0]), *each.kpis[1:]))


def below_target(before: MapKpi) -> MapKpi:
    return replace(before, below_target=True)


def without_perspective_objectives(place: int, keep: int) -> StrategyMap:
    """The well-formed map with only so many objectives left in one perspective, and the links that remain."""
    whole = well_formed()
    left = [each for at, each in enumerate(whole.objectives) if at // 4 != place or at % 4 < keep]
    ids = {each.id for each in left}
    links = [each for each in whole.links if {each.cause_id, each.effect_id} <= ids]
    return strategy_map(whole.perspectives, left, links)


def crowded(more: int, kpis: int = 1) -> StrategyMap:
    """The well-formed map with more objectives in the top perspective."""
    whole = well_formed()
    band = whole.perspectives[0]
    added = [
        objective(f"More {each}", band, kpis=[kpi(f"More {each} {n}") for n in range(kpis)]) for each in range(more)
    ]
    return replace(whole, objectives=(*whole.objectives, *added))


def linked(cause: int, effect: int) -> StrategyMap:
    whole = well_formed()
    return replace(whole, links=(*whole.links, link(whole.objectives[cause], whole.objectives[effect])))


SPOILT: dict[WarningCode, Callable[[], StrategyMap]] = {
    WarningCode.PERSPECTIVE_WITHOUT_OBJECTIVES: lambda: without_perspective_objectives(3, keep=0),
    WarningCode.FEW_OBJECTIVES_IN_PERSPECTIVE: lambda: without_perspective_objectives(3, keep=2),
    WarningCode.MANY_OBJECTIVES_IN_PERSPECTIVE: lambda: crowded(2),
    WarningCode.FEW_OBJECTIVES: lambda: without_perspective_objectives(3, keep=2),
    WarningCode.MANY_OBJECTIVES: lambda: crowded(10),
    WarningCode.FEW_KPIS: lambda: with_objective(
        well_formed(), 1, lambda each: replace(each, kpis=(), child_has_kpi=True)
    ),
    WarningCode.MANY_KPIS: lambda: crowded(1, kpis=6),
    WarningCode.LIGHT_PERSPECTIVE: lambda: weighted("4", "4", "4", "1"),
    WarningCode.HEAVY_PERSPECTIVE: lambda: weighted("5", "2", "2", "2"),
    WarningCode.NO_LEADING_KPI: lambda: every_kpi(lambda each: replace(each, indicator=Indicator.LAGGING), within=0),
    WarningCode.NO_LAGGING_KPI: lambda: every_kpi(lambda each: replace(each, indicator=Indicator.LEADING), within=0),
    WarningCode.NO_QUALITATIVE_KPI: lambda: every_kpi(
        lambda each: replace(each, data_kind=DataKind.QUANTITATIVE), within=1
    ),
    WarningCode.NO_QUANTITATIVE_KPI: lambda: every_kpi(
        lambda each: replace(each, data_kind=DataKind.QUALITATIVE), within=1
    ),
    WarningCode.BLIND_OBJECTIVE: lambda: with_objective(well_formed(), 1, lambda each: replace(each, kpis=())),
    WarningCode.OBJECTIVE_WITHOUT_KPI: lambda: with_objective(
        well_formed(), 1, lambda each: replace(each, kpis=(), child_has_kpi=True)
    ),
    WarningCode.OBJECTIVE_WITHOUT_INITIATIVE: lambda: with_objective(
        well_formed(), 1, lambda each: replace(each, initiatives=0, running_initiatives=0)
    ),
    WarningCode.NEGLECTED_OBJECTIVE: lambda: with_objective(
        well_formed(), 1, lambda each: replace(first_kpi(below_target)(each), running_initiatives=0)
    ),
    WarningCode.KPI_WITHOUT_OWNER: lambda: with_objective(
        well_formed(), 1, first_kpi(lambda each: replace(each, has_owner=False))
    ),
    WarningCode.KPI_WITHOUT_TARGET: lambda: with_objective(
        well_formed(), 1, first_kpi(lambda each: replace(each, has_target=False))
    ),
    WarningCode.KPI_WITHOUT_SOURCE: lambda: with_objective(
        well_formed(), 1, first_kpi(lambda each: replace(each, has_source=False))
    ),
    WarningCode.LINK_CYCLE: lambda: linked(1, 5),
    WarningCode.DOWNWARD_LINK: lambda: linked(1, 9),
    WarningCode.ORPHAN_OBJECTIVE: lambda: replace(well_formed(), links=well_formed().links[1:]),
}


def test_a_well_formed_map_gets_no_advice() -> None:
    assert check_map(well_formed()) == []


@pytest.mark.parametrize("code", list(WarningCode))
def test_each_rule_speaks_up_when_it_is_broken(code: WarningCode) -> None:
    warnings = check_map(SPOILT[code]())
    assert code in {warning.code for warning in warnings}
    assert all(warning.message.endswith(".") for warning in warnings)


def test_an_empty_scorecard_is_told_what_a_whole_one_holds() -> None:
    warnings = check_map(strategy_map([]))
    assert [warning.message for warning in warnings] == [
        "The scorecard has 0 objectives; about 15 to 25 give the whole picture.",
        "The scorecard has 0 KPIs; about 20 to 25 give the whole picture.",
    ]


def test_a_perspective_without_objectives_is_not_told_to_have_more_or_other_kpis() -> None:
    about_it = check_map(without_perspective_objectives(3, keep=0))
    empty = well_formed().perspectives[3].id
    assert [warning.code for warning in about_it if empty in warning.subjects] == [
        WarningCode.PERSPECTIVE_WITHOUT_OBJECTIVES
    ]


def test_a_blind_objective_is_named_and_counts_as_a_problem() -> None:
    blind = only(WarningCode.BLIND_OBJECTIVE, check_map(SPOILT[WarningCode.BLIND_OBJECTIVE]()))
    assert blind.message == ("“Financial 1” is blind: neither it nor an objective cascaded from it has a KPI.")
    assert blind.subjects == (well_formed().objectives[1].id,)
    assert blind.severity is Severity.PROBLEM


def test_an_objective_measured_by_its_children_is_not_blind() -> None:
    assert WarningCode.BLIND_OBJECTIVE not in codes(SPOILT[WarningCode.OBJECTIVE_WITHOUT_KPI]())


def test_an_objective_is_not_neglected_while_an_initiative_is_under_way() -> None:
    struggling = with_objective(well_formed(), 1, first_kpi(below_target))
    assert check_map(struggling) == []


def test_an_objective_on_target_is_not_neglected_without_running_initiatives() -> None:
    resting = with_objective(well_formed(), 1, lambda each: replace(each, running_initiatives=0))
    assert check_map(resting) == []


def test_a_neglected_objective_is_told_with_the_kpis_below_target() -> None:
    neglected = only(WarningCode.NEGLECTED_OBJECTIVE, check_map(SPOILT[WarningCode.NEGLECTED_OBJECTIVE]()))
    spoilt = well_formed().objectives[1]
    assert neglected.subjects == (spoilt.id, spoilt.kpis[0].id)
    assert "1 KPI below target (“Financial 1 drives”)" in neglected.message


def test_only_the_customer_perspective_has_to_mix_opinions_and_figures() -> None:
    figures_only = every_kpi(lambda each: replace(each, data_kind=DataKind.QUANTITATIVE))
    warnings = check_map(figures_only)
    assert [(warning.code, warning.subjects) for warning in warnings] == [
        (WarningCode.NO_QUALITATIVE_KPI, (figures_only.perspectives[1].id,))
    ]


def test_a_tenant_names_its_customer_perspective_in_its_own_words() -> None:
    figures_only = every_kpi(lambda each: replace(each, data_kind=DataKind.QUANTITATIVE))
    policy = MapPolicy(customer_names=frozenset({"INTERNAL processes"}))
    warning = only(WarningCode.NO_QUALITATIVE_KPI, check_map(figures_only, policy))
    assert warning.subjects == (figures_only.perspectives[2].id,)


def test_a_circle_is_told_step_by_step() -> None:
    circle = only(WarningCode.LINK_CYCLE, check_map(linked(1, 5)))
    objectives = well_formed().objectives
    assert set(circle.subjects[:2]) == {objectives[1].id, objectives[5].id}
    assert len(circle.subjects) == 4
    assert circle.message.count("→") == 2


def test_every_circle_that_shares_no_link_with_another_is_told() -> None:
    first = linked(1, 5)
    both = replace(first, links=(*first.links, link(first.objectives[2], first.objectives[6])))
    assert [each.code for each in check_map(both)].count(WarningCode.LINK_CYCLE) == 2


def test_a_link_inside_one_perspective_runs_neither_up_nor_down() -> None:
    assert check_map(linked(8, 9)) == []


def test_the_direction_of_a_link_follows_the_positions_not_the_order_in_which_perspectives_come() -> None:
    whole = well_formed()
    assert check_map(replace(whole, perspectives=whole.perspectives[::-1])) == []


def test_what_leads_to_an_orphan_only_is_an_orphan_too() -> None:
    cut = replace(well_formed(), links=well_formed().links[1:])
    orphans = {each.subjects[0] for each in check_map(cut) if each.code is WarningCode.ORPHAN_OBJECTIVE}
    assert orphans == {cut.objectives[place].id for place in (4, 8, 12)}


def test_a_roundabout_path_to_the_top_is_a_path() -> None:
    whole = well_formed()
    detour = replace(
        whole,
        links=(*whole.links[1:], link(whole.objectives[CUSTOMER], whole.objectives[CUSTOMER + 1])),
    )
    assert check_map(detour) == []


def test_an_empty_perspective_on_top_makes_no_orphans() -> None:
    topless = without_perspective_objectives(0, keep=0)
    assert WarningCode.ORPHAN_OBJECTIVE not in codes(topless)


@pytest.mark.parametrize("weights", [("4", "3", "2", "1"), ("0", "0", "0", "0"), ("1", "1", "1"), ("1", "1")])
def test_weights_within_the_limits_or_even_are_balanced(weights: tuple[str, ...]) -> None:
    assert not codes(weighted(*weights)) & {WarningCode.HEAVY_PERSPECTIVE, WarningCode.LIGHT_PERSPECTIVE}


def test_of_two_perspectives_neither_may_carry_more_than_half() -> None:
    heavy = only(WarningCode.HEAVY_PERSPECTIVE, check_map(weighted("3", "2")))
    assert "carries 60 % of the weight; above 50 %" in heavy.message


def test_weights_are_relative() -> None:
    assert codes(weighted("50", "20", "20", "20")) == codes(weighted("0.5", "0.2", "0.2", "0.2"))


def test_limits_are_the_tenants() -> None:
    strict = MapPolicy(objectives=Range(1, 15), kpis=Range(1, 19), objectives_per_perspective=Range(1, 3))
    assert codes(well_formed(), strict) == {
        WarningCode.MANY_OBJECTIVES,
        WarningCode.MANY_KPIS,
        WarningCode.MANY_OBJECTIVES_IN_PERSPECTIVE,
    }


def test_only_the_tenant_makes_a_rule_a_hard_stop() -> None:
    spoilt = linked(1, 9)
    downward = WarningCode.DOWNWARD_LINK
    assert only(downward, check_map(spoilt)).severity is Severity.PROBLEM
    stopped = check_map(spoilt, MapPolicy(blocking=frozenset({downward})))
    assert only(downward, stopped).severity is Severity.BLOCKING


@pytest.mark.parametrize("wanted", [Range(4, 9), Range(1, 4)])
def test_both_ends_of_a_range_are_within_it(wanted: Range) -> None:
    assert check_map(well_formed(), MapPolicy(objectives_per_perspective=wanted)) == []
    assert check_map(well_formed(), MapPolicy(objectives=Range(wanted.low * 4, wanted.high * 4))) == []


@pytest.mark.parametrize(("low", "high"), [(5, 3), (-1, 3)])
def test_a_range_upside_down_is_refused(low: int, high: int) -> None:
    with pytest.raises(Invalid):
        Range(low, high)


@pytest.mark.parametrize(("least", "greatest"), [("0.5", "0.4"), ("-0.1", "0.4"), ("0.1", "1.1")])
def test_shares_outside_the_whole_or_upside_down_are_refused(least: str, greatest: str) -> None:
    with pytest.raises(Invalid):
        MapPolicy(least_share=Decimal(least), greatest_share=Decimal(greatest))


def test_a_kpi_without_an_owner_is_named_with_its_objective() -> None:
    orphaned = only(WarningCode.KPI_WITHOUT_OWNER, check_map(SPOILT[WarningCode.KPI_WITHOUT_OWNER]()))
    assert orphaned.message == "The KPI “Financial 1 drives” of “Financial 1” has no owner."


def test_one_objective_alone_is_advised_but_has_no_problem() -> None:
    alone = strategy_map([perspective("Customer")], [objective("Delight", perspective("Customer"))])
    assert {warning.severity for warning in check_map(alone)} == {Severity.ADVICE}
