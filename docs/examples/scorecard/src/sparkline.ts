import { svg } from "./html.js";
import { figure, monthOf } from "./words.js";

const WIDTH = 100;
const HEIGHT = 28;
const MARGIN = 3;

export interface Point {
  readonly periodStart: string;
  readonly value: string | null;
}

/** A trend of a few periods, as small as a word. Gaps stay gaps; who does not see it is told where it leads. */
export function sparkline(points: readonly Point[], what: string): SVGElement {
  const known = points.flatMap((point, place) => (point.value === null ? [] : [{ ...point, value: point.value, place }]));
  const picture = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "sparkline", role: "img", "aria-label": told(known, what) };
  if (known.length < 2) {
    return svg("svg", picture);
  }
  const values = known.map((point) => Number(point.value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (place: number): number => MARGIN + (place * (WIDTH - 2 * MARGIN)) / (points.length - 1);
  const y = (value: number): number =>
    high === low ? HEIGHT / 2 : HEIGHT - MARGIN - ((value - low) * (HEIGHT - 2 * MARGIN)) / (high - low);
  const path = known
    .map((point, nth) => {
      const begins = nth === 0 || known[nth - 1]!.place < point.place - 1;
      return `${begins ? "M" : "L"}${x(point.place).toFixed(1)} ${y(Number(point.value)).toFixed(1)}`;
    })
    .join("");
  const last = known.at(-1)!;
  return svg(
    "svg",
    picture,
    svg("path", { d: path, class: "line", "vector-effect": "non-scaling-stroke" }),
    svg("circle", { cx: x(last.place), cy: y(Number(last.value)), r: 2.4, class: "end" }),
  );
}

function told(known: readonly { periodStart: string; value: string }[], what: string): string {
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    return `${what}: no trend yet`;
  }
  return `${what}: from ${figure(first.value)} in ${monthOf(first.periodStart)} to ${figure(last.value)} in ${monthOf(last.periodStart)}`;
}
