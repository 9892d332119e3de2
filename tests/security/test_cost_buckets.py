"""Leaky buckets: what is taken comes back with time, exactly, and nobody's takes up memory for ever."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from equipoise.db.ids import new_id
from equipoise.domain.plans import Plan, Rate, plan_of_rate
from equipoise.domain.roles import Role
from equipoise.identity.actor import Actor
from equipoise.identity.models import PersonKind
from equipoise_graphql.cost import buckets as module
from equipoise_graphql.cost.buckets import Buckets
from equipoise_graphql.cost.refusals import CostTooHigh, RateLimited

SECOND = 1_000_000_000
PLAN = Plan("test", organisation=Rate(1_000, 100), client=Rate(500, 50), most_cost=200)


class Ticks:
    """A monotonic clock that the test moves."""

    def __init__(self) -> None:
        self.now = 17 * SECOND

    def __call__(self) -> int:
        return self.now

    def after(self, seconds: float) -> None:
        self.now += round(seconds * SECOND)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def buckets(ticks: Ticks) -> Buckets:
    return Buckets(clock=ticks)


def somebody(tenant: Actor | None = None) -> Actor:
    """A client of an organisation of its own, or of the same as another one's."""
    now = datetime(2026, 11, 16, tzinfo=UTC)
    tenant_id = tenant.tenant_id if tenant else new_id()
    return Actor(tenant_id, new_id(), Role.VIEWER, PersonKind.HUMAN, now, client_id=new_id())


def taken(buckets: Buckets, actor: Actor, cost: int, plan: Plan = PLAN) -> bool:
    try:
        buckets.take(actor, plan, cost)
    except RateLimited:
        return False
    return True


def left(buckets: Buckets, actor: Actor, plan: Plan = PLAN) -> int:
    return int(buckets.take(actor, plan, 0).extension["throttleStatus"]["currentlyAvailable"])


def test_the_answer_says_what_was_taken_what_is_left_and_how_fast_it_comes_back(buckets: Buckets) -> None:
    assert buckets.take(somebody(), PLAN, 120).extension == {
        "requestedQueryCost": 120,
        "chargedQueryCost": 120,
        "throttleStatus": {"maximumAvailable": 500, "currentlyAvailable": 380, "restoreRate": 50},
    }


def test_points_come_back_with_time_and_never_more_than_there_were(buckets: Buckets, ticks: Ticks) -> None:
    actor = somebody()
    buckets.take(actor, PLAN, 100)
    ticks.after(1)
    assert left(buckets, actor) == 450
    ticks.after(1_000_000)
    assert left(buckets, actor) == 500


def test_who_has_spent_everything_is_told_when_to_come_back_and_then_may(buckets: Buckets, ticks: Ticks) -> None:
    actor = somebody()
    assert [taken(buckets, actor, 200) for _ in range(3)] == [True, True, False]
    with pytest.raises(RateLimited) as refused:
        buckets.take(actor, PLAN, 200)
    assert refused.value.retry_after == 2, "100 of 200 are missing, 50 come back in a second"
    assert refused.value.details() == {"cost": 200, "retryAfter": 2}
    assert refused.value.extension["throttleStatus"]["currentlyAvailable"] == 100
    assert refused.value.extension["chargedQueryCost"] == 0
    ticks.after(1.999)
    assert not taken(buckets, actor, 200)
    ticks.after(0.001)
    assert taken(buckets, actor, 200)


def test_a_document_beyond_the_bound_is_refused_however_full_the_bucket_is(buckets: Buckets) -> None:
    actor = somebody()
    with pytest.raises(CostTooHigh) as refused:
        buckets.take(actor, PLAN, 201)
    assert refused.value.details() == {"cost": 201, "mostCost": 200}
    assert "201" in refused.value.message
    assert "200" in refused.value.message
    assert left(buckets, actor) == 500


def test_nothing_is_lost_or_won_by_asking_often(buckets: Buckets, ticks: Ticks) -> None:
    actor, rng = somebody(), random.Random(3)
    exact, before = Fraction(500), ticks.now
    for _ in range(20_000):
        ticks.now += rng.randrange(1, 40_000_000)
        exact = min(exact + Fraction((ticks.now - before) * 50, SECOND), Fraction(500))
        before, cost = ticks.now, rng.randrange(0, 3)
        assert taken(buckets, actor, cost) == (cost <= exact)
        exact -= cost if cost <= exact else 0
    assert left(buckets, actor) == int(exact)


def test_one_organisation_s_flood_takes_nothing_from_another(buckets: Buckets) -> None:
    flood, other = somebody(), somebody()
    while taken(buckets, flood, 10):
        pass
    assert left(buckets, other) == 500


def test_three_clients_that_flood_take_nothing_from_a_quiet_one_of_their_organisation(buckets: Buckets) -> None:
    plan, quiet = plan_of_rate("test", 5_000), somebody()
    flooding = [somebody(quiet) for _ in range(3)]
    while sum(taken(buckets, each, 50, plan) for each in flooding):
        pass
    assert left(buckets, quiet, plan) == plan.client.capacity


def test_an_organisation_may_not_spend_more_than_its_own_points_with_however_many_clients(buckets: Buckets) -> None:
    first = somebody()
    spent = sum(taken(buckets, somebody(first), 100) for _ in range(50))
    assert spent == 10


def test_a_plan_that_changes_holds_from_the_next_document_on(buckets: Buckets) -> None:
    actor = somebody()
    smaller = replace(PLAN, client=Rate(300, 10))
    buckets.take(actor, PLAN, 0)
    assert left(buckets, actor, smaller) == 300


def test_idle_buckets_are_forgotten_and_however_many_clients_come_memory_is_bounded(
    buckets: Buckets, ticks: Ticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5_000):
        buckets.take(somebody(), PLAN, 1)
        ticks.after(0.001)
    assert len(buckets) < 200, "a bucket that lacks one point is full after 20 ms"
    monkeypatch.setattr(module, "MOST_BUCKETS", 100)
    for _ in range(1_000):
        buckets.take(somebody(), PLAN, 200)
    assert len(buckets) <= 2 * 101


def test_each_of_several_processes_grants_its_share(ticks: Ticks) -> None:
    plan, actor = plan_of_rate("test", 1_000_000), somebody()
    processes = [Buckets(processes=4, clock=ticks) for _ in range(4)]
    shares = [each.take(actor, plan, 0).extension["throttleStatus"] for each in processes]
    assert sum(share["maximumAvailable"] for share in shares) == plan.client.capacity
    assert sum(share["restoreRate"] for share in shares) == plan.client.per_second


def test_what_one_document_may_cost_fits_into_the_share_of_a_process(ticks: Ticks) -> None:
    plan = plan_of_rate("test", 5_000)
    for processes in (1, 7, 1_000):
        assert taken(Buckets(processes=processes, clock=ticks), somebody(), plan.most_cost, plan)
