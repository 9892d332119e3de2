"""A document says all of a strategy: brought into an empty organisation it makes the same again."""

import json
from datetime import date, timedelta
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from equipoise.domain.aggregation import Aggregation
from equipoise.domain.calendar import Frequency
from equipoise.domain.kpi import DataKind, Indicator
from equipoise.domain.missing import MissingData
from equipoise.domain.rollup import RollUp
from equipoise.exchange.read import read_document
from equipoise.exchange.write import write_document
from equipoise.initiatives.models import InitiativeStatus
from equipoise.strategy.models import CascadeKind, ScorecardStatus, UnitKind
from tests.conftest import NewOrganisation
from tests.support.api import TestOrganisation
from tests.support.exchange import BRIGHT, applied, as_data, exported, names

DAY = date(2026, 1, 1)

# Words that YAML could take for something else, and letters that it has to write with care.
AWKWARD = [
    "no", "null", "~", "2026", "1e3", "0x1f", "2026-01-01", "- a", "a: b", "# c", "'q'", '"q"', "&a", "*a", "!t", "%d",
    "@x", "`x`", "{a}", "[a]", "a / b", "Überlänge", "日本語", "🚲 Räder", "x\u2028y", "a\u00a0b", "\ufeffbom", "|",
    ">", "word " * 30, "=", "<<", "true",
]  # fmt: skip
words = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x7f"), max_size=40
)
names_ = words.map(lambda word: f"n{word}").map(lambda word: word.strip()[:150])
lines = st.lists(words | st.sampled_from(["", "  indented", "\ttab", "trailing  "]), max_size=5)
prose = lines.map("\n".join)
weights = st.decimals(0, 1000, places=2).map(str)
figures = st.decimals(-1000, 1000, places=3).map(str)
enum = st.sampled_from


def days(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda number: (DAY + timedelta(days=number)).isoformat())


def numbered(entries: st.SearchStrategy[dict[str, Any]], most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Entries whose names differ."""
    return st.lists(entries, max_size=most).map(
        lambda found: [{**entry, "name": f"{entry['name']} {number}"} for number, entry in enumerate(found)]
    )


def ordered(*figures: int) -> list[str]:
    return [str(figure) for figure in figures]


scales = st.one_of(
    st.just({"method": "UNSCORED"}),
    st.builds(
        lambda low, way: {"method": "PERFORMANCE", "minimum": low, "maximum": low + way}, st.integers(), st.integers(1)
    ).filter(lambda scale: max(abs(int(scale["minimum"])), abs(int(scale["maximum"]))) < 10**18),
    st.just({"method": "PROGRESS", "baseline": "2000.5"}),
    st.just({"method": "GOAL_AND_RED_FLAG", "red_flag": "-2000"}),
    st.builds(
        lambda labels: {
            "method": "CHOICE",
            "labels": [{"label": f"l{number} {label}".strip(), "score": number} for number, label in enumerate(labels)],
        },
        st.lists(st.sampled_from(["no", "null", "é", "1"]), min_size=1, max_size=3),
    ),
)
rules = st.none() | st.fixed_dictionaries(
    {
        "rules": st.lists(
            st.fixed_dictionaries(
                {
                    "status": enum(["GREEN", "AMBER", "RED"]),
                    "operand": enum(["VALUE", "SCORE"]),
                    "comparison": enum(["AT_LEAST", "BELOW"]),
                    "bound": figures,
                    "bound_kind": st.just("ABSOLUTE"),
                }
            ),
            max_size=2,
        ),
        "otherwise": st.just("RED"),
    }
)
targets = st.one_of(
    st.just([]),
    st.builds(
        lambda end, target, baseline: [
            {"starts_on": "2026-01-01", "ends_on": end, "kind": "LINEAR", "baseline": baseline, "target": target},
            {"starts_on": "2026-07-01", "ends_on": "2026-12-31", "kind": "CONSTANT", "target": target},
        ],
        days(0, 180),
        figures,
        figures,
    ),
)


@st.composite
def kpis(draw: st.DrawFn) -> dict[str, Any]:
    answered = draw(st.booleans())
    carried = draw(st.integers(0, 3))
    answers = {name: ("a" if answered else "") + draw(prose) for name in ("purpose", "good_range", "behaviours")}
    return {
        "name": draw(names_),
        "unit": draw(st.none() | names_),
        "state": "ACTIVE" if answered else "PROPOSED",
        **answers,
        "response_plan": "We act." if answered else "",
        "owner": draw(st.none() | enum(["olga@acme.example", "ann@acme.example"])),
        "contributor": draw(st.none() | st.just("ann@acme.example")),
        "indicator": draw(enum(Indicator)).value,
        "data_kind": draw(enum(DataKind)).value,
        "frequency": draw(enum(Frequency)).value,
        "weight": draw(weights),
        "scoring": draw(scales),
        "status_rules": draw(rules),
        "aggregation": draw(enum(Aggregation)).value,
        "missing_data": MissingData.CARRIED_FORWARD.value if carried else draw(enum(["ZERO", "EXCLUDED"])),
        "carried_periods": carried,
        "data_source": draw(prose),
        "targets": draw(targets),
    }


initiatives = st.fixed_dictionaries(
    {
        "name": names_,
        "description": prose,
        "status": enum(InitiativeStatus).map(str),
        "progress": st.decimals(0, 100, places=1).map(str),
        "budget": st.none() | st.decimals(0, 10**6, places=2).map(str),
        "starts_on": st.none() | days(0, 100),
        "due_on": st.none() | days(100, 400),
        "owner": st.none() | st.just("ann@acme.example"),
        "milestones": numbered(
            st.fixed_dictionaries({"name": names_, "due_on": days(0, 400), "done_on": st.none() | days(0, 400)}), 2
        ),
    }
)
objectives = st.fixed_dictionaries(
    {
        "name": names_,
        "description": prose,
        "theme": st.just("") | names_,
        "owner": st.none() | st.just("olga@acme.example"),
        "weight": weights,
        "rollup": enum(RollUp).map(str),
        "kpis": st.lists(kpis(), max_size=3),
        "initiatives": numbered(initiatives, 2),
    }
)
perspectives = st.fixed_dictionaries(
    {
        "name": names_,
        "question": prose,
        "weight": weights,
        "rollup": enum(RollUp).map(str),
        "objectives": numbered(objectives, 3),
    }
)
scorecards = st.fixed_dictionaries(
    {
        "name": names_,
        "unit": st.just("Acme"),
        "status": enum([ScorecardStatus.DRAFT.value, ScorecardStatus.ACTIVE.value]),
        "frequency": enum(["MONTHLY", "QUARTERLY"]),
        "cycle_start": st.just("2026-01-01"),
        "cycle_end": st.just("2026-12-31"),
        "rollup": enum(RollUp).map(str),
        "mission": prose,
        "vision": prose,
        "core_values": prose,
        "perspectives": numbered(perspectives, 2),
    }
)


def all_objectives(scorecard: dict[str, Any]) -> list[str]:
    return [
        f"{perspective['name']} / {objective['name']}"
        for perspective in scorecard["perspectives"]
        for objective in perspective["objectives"]
    ]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    cards = draw(numbered(scorecards, 2))
    every = [
        kpi
        for card in cards
        for perspective in card["perspectives"]
        for objective in perspective["objectives"]
        for kpi in objective["kpis"]
    ]
    for number, kpi in enumerate(every):
        others = [f"k{other}" for other in range(len(every)) if other != number]
        kpi["key"] = f"k{number}"
        countered = draw(st.booleans())
        kpi["counter_kpi"] = draw(enum(others)) if countered and others else None
    for number, card in enumerate(cards):
        own = all_objectives(card)
        pairs = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), unique=True, max_size=4))
        card["cause_effect"] = [
            {"cause": own[cause], "effect": own[effect], "rationale": draw(prose)}
            for cause, effect in pairs
            if cause < effect < len(own)
        ]
        if number:
            card["parent"] = cards[number - 1]["name"]
            above = all_objectives(cards[number - 1])
            card["cascades"] = [
                {"objective": child, "serves": parent, "kind": draw(enum(CascadeKind)).value, "weight": draw(weights)}
                for child, parent in zip(own, above, strict=False)
            ]
    units = draw(numbered(st.fixed_dictionaries({"name": names_, "kind": enum(UnitKind).map(str)}), 3))
    return {
        "format": "equipoise/1",
        "organisation": {"name": draw(names_), "usage_policy": {"grace_days": draw(st.integers(0, 365))}},
        "units": [{"name": "Acme", "kind": "COMPANY", "units": units}],
        "people": [
            {"email": "olga@acme.example", "name": "Olga", "role": "OWNER", "unit": "Acme"},
            {"email": "ann@acme.example", "name": draw(names_), "role": "VIEWER"},
        ],
        "scorecards": cards,
    }


def written(document: dict[str, Any]) -> str:
    """As another program writes it; through JSON, so that nothing in it is the same object twice, an alias in YAML."""
    text: str = yaml.safe_dump(json.loads(json.dumps(document)), allow_unicode=True)
    return text


# Without shrinking, which takes minutes where each example makes two organisations.
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(document=documents())
async def test_what_is_applied_is_exported_and_makes_the_same_elsewhere(
    engine: AsyncEngine, new_organisation: NewOrganisation, document: dict[str, Any]
) -> None:
    first, second = await new_organisation(), await new_organisation()
    await applied(engine, first, written(document))
    text = await exported(engine, first)

    again = await applied(engine, first, text)
    assert (names(again, "created"), names(again, "changed"), names(again, "kept")) == ([], [], [])
    await applied(engine, second, text)
    assert await exported(engine, second) == text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents())
def test_a_document_that_is_written_reads_as_the_same(document: dict[str, Any]) -> None:
    read = read_document(written(document).encode()).document
    text = write_document(read)
    again = read_document(text.encode()).document
    assert again == read
    assert write_document(again) == text


async def test_a_document_with_everything_comes_out_as_it_went_in(
    engine: AsyncEngine, organisation: TestOrganisation
) -> None:
    await applied(engine, organisation, BRIGHT)
    assert as_data(await exported(engine, organisation)) == as_data(BRIGHT)
