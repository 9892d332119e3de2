"""Two results are compared by their ratios."""

import json
from pathlib import Path

import pytest

from benchmarks.comparison import NotComparableError, compare


def _result(path: Path, ratios: dict[str, float]) -> Path:
    path.write_text(json.dumps({"ratios": ratios}))
    return path


def _rows(tmp_path: Path, before: dict[str, float], after: dict[str, float]) -> list[list[str]]:
    table = compare(_result(tmp_path / "a.json", before), _result(tmp_path / "b.json", after))
    return [list(map(str, row)) for row in zip(*(column.cells for column in table.columns), strict=True)]


@pytest.mark.parametrize(
    ("name", "before", "after", "word"),
    [
        ("A: times PostGraphile 5", 4.0, 5.0, "better"),
        ("A: times PostGraphile 5", 4.0, 3.0, "worse"),
        ("A: times PostGraphile 5", 4.0, 4.2, ""),
        ("A: p99 / p50", 2.0, 3.0, "worse"),
        ("A: p99 / p50", 3.0, 2.0, "better"),
    ],
)
def test_a_change_beyond_chance_is_called_better_or_worse(
    tmp_path: Path, name: str, before: float, after: float, word: str
) -> None:
    (row,) = _rows(tmp_path, {name: before}, {name: after})
    assert row[0] == name
    assert row[-1] == word


def test_a_ratio_of_one_result_only_is_said_to_be_so(tmp_path: Path) -> None:
    assert [row[-1] for row in _rows(tmp_path, {"A: p99 / p50": 2}, {"B: p99 / p50": 2})] == ["measured only once"] * 2


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"ratios": 3}'])
def test_a_file_that_is_no_result_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content)
    with pytest.raises(NotComparableError, match=r"odd\.json"):
        compare(path, path)
