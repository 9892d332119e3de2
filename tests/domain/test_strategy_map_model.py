from dataclasses import replace

import pytest

from equipoise.domain.errors import Invalid
from tests.domain.strategy_maps import id_of, link, objective, perspective, strategy_map, well_formed


def test_an_objective_cannot_be_its_own_cause() -> None:
    alone = objective("Alone", perspective("Customer"))
    with pytest.raises(Invalid) as refused:
        link(alone, alone)
    assert refused.value.field == "effectId"


def test_an_id_that_occurs_twice_is_refused_and_named() -> None:
    whole = well_formed()
    with pytest.raises(Invalid, match="occurs twice") as refused:
        replace(whole, perspectives=whole.perspectives * 2)
    assert refused.value.field == "perspectives.4.id"
    with pytest.raises(Invalid, match="occurs twice") as refused:
        replace(whole, objectives=whole.objectives * 2)
    assert refused.value.field == "objectives.16.id"
    with pytest.raises(Invalid, match="occurs twice") as refused:
        replace(whole, links=whole.links * 2)
    assert refused.value.field == "links.12.id"


def test_an_objective_of_a_perspective_elsewhere_is_refused() -> None:
    with pytest.raises(Invalid, match="“Stray” is not on this map") as refused:
        strategy_map([perspective("Customer")], [objective("Stray", perspective("Elsewhere"))])
    assert refused.value.field == "objectives.0.perspectiveId"


def test_a_link_to_or_from_an_objective_elsewhere_is_refused() -> None:
    whole, elsewhere = well_formed(), id_of("elsewhere")
    for broken, field in (
        (replace(whole.links[2], cause_id=elsewhere), "links.2.causeId"),
        (replace(whole.links[2], effect_id=elsewhere), "links.2.effectId"),
    ):
        with pytest.raises(Invalid) as refused:
            replace(whole, links=(*whole.links[:2], broken, *whole.links[3:]))
        assert refused.value.field == field


def test_perspectives_are_read_from_the_top_whatever_order_they_come_in() -> None:
    low, high = perspective("Low", 7), perspective("High", 2)
    assert strategy_map([low, high]).top_down() == [high, low]
