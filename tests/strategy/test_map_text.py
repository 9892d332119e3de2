import pytest

from equipoise.strategy.map_text import wrap


def test_a_short_name_stays_on_one_line() -> None:
    assert wrap("Grow revenue", 150, 13, 3) == ["Grow revenue"]


def test_a_long_name_breaks_between_words() -> None:
    lines = wrap("Standardise the proof of concept in every region", 150, 13, 3)
    assert len(lines) == 3
    assert " ".join(lines) == "Standardise the proof of concept in every region"


def test_a_name_that_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrap("Very long name " * 20, 150, 13, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert not any(line.endswith("…") for line in lines[:-1])


def test_a_word_wider_than_the_line_is_broken() -> None:
    lines = wrap("Donaudampfschifffahrtsgesellschaftskapitän", 100, 14, 6)
    assert len(lines) > 1
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.mark.parametrize("sign", ["👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "e\u0301", "❤️"])
def test_what_a_reader_sees_as_one_sign_is_never_cut_apart(sign: str) -> None:
    lines = wrap(sign * 60, 100, 14, 3)
    assert len(lines) == 3
    assert [line.removesuffix("…").replace(sign, "") for line in lines] == ["", "", ""]


@pytest.mark.parametrize("blank", ["", "  \n\t "])
def test_a_blank_text_has_no_lines(blank: str) -> None:
    assert wrap(blank, 100, 14, 3) == []


def test_an_endless_name_is_cut_like_any_other() -> None:
    assert len(wrap("x" * 100_000, 150, 13, 3)) == 3
