"""Line graphs of latency as SVG: panels side by side, the median as a line, the 99th percentile as a dotted one."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log, log10

WIDTH, HEIGHT = 400, 270
LEFT, RIGHT, TOP, BOTTOM = 60, 120, 44, 46
MOST_TICKS = 7
COLOURS = ("#1f5fa8", "#c2571a", "#6b6b6b", "#3b8252")
DOTTED = "stroke-dasharray='2 3'"
FONT = "font-family='system-ui, sans-serif'"


@dataclass(frozen=True, slots=True)
class Line:
    """One server's latency, a point for each step of the axis."""

    name: str
    p50: Sequence[float]
    p99: Sequence[float]


@dataclass(frozen=True, slots=True)
class Panel:
    """One work: what its axis counts, the steps, and the lines."""

    title: str
    axis: str
    steps: Sequence[int]
    lines: Sequence[Line]


def drawn(title: str, panels: Sequence[Panel]) -> str:
    """The whole picture. The vertical axes are logarithmic, in milliseconds, and the same in every panel."""
    values = [value for panel in panels for line in panel.lines for value in (*line.p50, *line.p99)]
    scale = _Scale(_ticks(min(values), max(values)))
    width, height = WIDTH * len(panels), HEIGHT + 34
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}'>",
        f"<title>{escape(title)}</title>",
        f"<rect width='{width}' height='{height}' fill='#ffffff'/>",
        _text(16, 24, title, size=15, weight=600),
    ]
    for place, panel in enumerate(panels):
        parts += [f"<g transform='translate({WIDTH * place} 34)'>", *_panel(panel, scale), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True, slots=True)
class _Scale:
    ticks: Sequence[float]

    def y(self, milliseconds: float) -> float:
        low, high = log10(self.ticks[0]), log10(self.ticks[-1])
        share = (log10(milliseconds) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _ticks(least: float, most: float) -> list[float]:
    """1, 2 and 5 of every power of ten from at most `least` to at least `most`, or the powers where that is many."""
    powers = range(floor(log10(least)), ceil(log10(most)) + 1)
    fine = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    first = max(place for place, tick in enumerate(fine) if tick <= least)
    last = min(place for place, tick in enumerate(fine) if tick >= most)
    chosen = fine[first : max(last, first + 1) + 1]
    return chosen if len(chosen) <= MOST_TICKS else [10.0**power for power in powers]


def _panel(panel: Panel, scale: _Scale) -> list[str]:
    right = WIDTH - RIGHT
    xs = _places(panel.steps, LEFT + 8, right - 8)
    parts = [_text(LEFT, 26, panel.title, size=13, weight=600)]
    for tick in scale.ticks:
        y = scale.y(tick)
        parts.append(f"<line x1='{LEFT}' x2='{right}' y1='{y:.1f}' y2='{y:.1f}' stroke='#dddddd'/>")
        parts.append(_text(LEFT - 6, y + 4, f"{tick:,g} ms", anchor="end"))
    parts += [
        _text(x, HEIGHT - BOTTOM + 17, f"{step:,}", anchor="middle") for x, step in zip(xs, panel.steps, strict=True)
    ]
    parts.append(_text((LEFT + right) / 2, HEIGHT - BOTTOM + 35, panel.axis, anchor="middle"))
    names = _apart([scale.y(line.p50[-1]) for line in panel.lines])
    for place, line in enumerate(panel.lines):
        colour = COLOURS[place % len(COLOURS)]
        parts.append(_path(xs, [scale.y(value) for value in line.p99], colour, f"{DOTTED} stroke-width='1.2'"))
        parts.append(_path(xs, [scale.y(value) for value in line.p50], colour, "stroke-width='2'"))
        parts += [
            f"<circle cx='{x:.1f}' cy='{scale.y(value):.1f}' r='3' fill='{colour}'/>"
            for x, value in zip(xs, line.p50, strict=True)
        ]
        parts.append(_text(right + 4, names[place] + 4, line.name, colour=colour, weight=600))
    for words, y, dotted in (("median", TOP - 8, ""), ("99 % are below", TOP + 6, DOTTED)):
        parts.append(f"<line x1='{right + 4}' x2='{right + 24}' y1='{y}' y2='{y}' stroke='#555555' {dotted}/>")
        parts.append(_text(right + 28, y + 4, words, colour="#555555"))
    return parts


def _places(steps: Sequence[int], left: float, right: float) -> list[float]:
    """Where the steps are on the axis, by their logarithms."""
    low, width = log(steps[0]), log(steps[-1] / steps[0]) or 1
    return [left + (right - left) * (log(step) - low) / width for step in steps]


def _apart(wanted: Sequence[float], least: float = 14) -> list[float]:
    """Heights for the names of the lines, near their ends and not on top of each other."""
    found = list(wanted)
    below = TOP + 20.0
    for place in sorted(range(len(found)), key=found.__getitem__):
        found[place] = max(found[place], below)
        below = found[place] + least
    return found


def _path(xs: Sequence[float], ys: Sequence[float], colour: str, style: str) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    return f"<polyline points='{points}' fill='none' stroke='{colour}' {style}/>"


def _text(
    x: float, y: float, words: str, *, size: int = 11, anchor: str = "start", colour: str = "#222222", weight: int = 400
) -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' {FONT} font-size='{size}' font-weight='{weight}' fill='{colour}' "
        f"text-anchor='{anchor}'>{escape(words)}</text>"
    )
