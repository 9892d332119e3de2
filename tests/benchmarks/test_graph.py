"""The graphs are pictures that a browser can show."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from benchmarks.graph import HEIGHT, Line, Panel, drawn

SVG = "{http://www.w3.org/2000/svg}"


def _picture(*lines: Line) -> ElementTree.Element:
    return ElementTree.fromstring(drawn("Latency <ours>", [Panel("A & B", "connections", (1, 4, 16), lines)]))


def test_each_line_has_its_name_and_a_point_for_each_step() -> None:
    picture = _picture(Line("ours", (1, 2, 4), (2, 5, 9)), Line("theirs", (3, 6, 12), (5, 9, 40)))
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert {"ours", "theirs", "A & B", "Latency <ours>", "1", "4", "16"} <= set(texts)
    assert len(list(picture.iter(f"{SVG}circle"))) == 6


def test_slower_is_higher_up() -> None:
    picture = _picture(Line("ours", (1, 10, 100), (2, 20, 200)))
    first, second, third = (float(circle.get("cy", "nan")) for circle in picture.iter(f"{SVG}circle"))
    assert first > second > third


@pytest.mark.parametrize("line", [Line("flat", (3, 3, 3), (3, 3, 3)), Line("wide", (0.02, 5, 900), (0.03, 90, 9000))])
def test_every_point_lies_within_the_picture(line: Line) -> None:
    heights = [float(circle.get("cy", "nan")) for circle in _picture(line).iter(f"{SVG}circle")]
    assert all(0 < height < HEIGHT for height in heights)


def test_names_of_lines_that_end_at_the_same_height_do_not_cover_each_other() -> None:
    picture = _picture(*(Line(f"line {number}", (1, 2, 3), (2, 3, 4)) for number in range(4)))
    heights = sorted(
        float(text.get("y", "nan")) for text in picture.iter(f"{SVG}text") if (text.text or "").startswith("line")
    )
    assert all(below - above >= 12 for above, below in pairwise(heights))
