import type { BoardQuery, Status } from "./generated.js";
import { el, svg } from "./html.js";
import { sparkline } from "./sparkline.js";
import { directionWord, figure, monthOf, statusWord, withUnit } from "./words.js";

type Scorecard = NonNullable<BoardQuery["scorecard"]>;
type Perspective = Scorecard["perspectives"][number];
type Objective = Perspective["objectives"][number];
type Kpi = Objective["kpis"][number];

/** A scorecard on one page. */
export function board(card: Scorecard): HTMLElement {
  return el(
    "article",
    { class: "board", "aria-labelledby": "title" },
    overview(card),
    el("div", { class: "perspectives" }, ...card.perspectives.map(perspective)),
  );
}

function overview(card: Scorecard): HTMLElement {
  const { score } = card;
  return el(
    "header",
    { class: "overview" },
    el(
      "div",
      { class: "names" },
      el("p", { class: "eyebrow" }, `${card.orgUnit.name} · ${monthOf(score.periodStart)}`),
      el("h1", { id: "title" }, card.name),
      card.mission === "" ? null : el("p", { class: "mission" }, card.mission),
    ),
    el(
      "div",
      { class: "total" },
      dial(score.value, score.status),
      el(
        "div",
        {},
        status(score.status),
        el("p", { class: "soft" }, `${score.scoredCount} of ${score.totalCount} KPIs have a score`),
        sparkline(card.scores, "Score of the last twelve periods"),
      ),
    ),
  );
}

function perspective(shown: Perspective): HTMLElement {
  return el(
    "section",
    { class: `perspective ${shown.score.status}`, "aria-label": shown.name },
    el(
      "header",
      {},
      el("div", {}, el("h2", {}, shown.name), el("p", { class: "soft" }, `Weight ${figure(shown.weight)}`)),
      el("div", { class: "score" }, el("span", { class: "points" }, points(shown.score.value)), status(shown.score.status)),
    ),
    ...shown.objectives.map(objective),
    shown.objectives.length === 0 ? el("p", { class: "soft" }, "No objective yet.") : null,
  );
}

function objective(shown: Objective): HTMLElement {
  return el(
    "section",
    { class: "objective" },
    el(
      "header",
      {},
      el(
        "div",
        {},
        el("h3", {}, shown.name),
        shown.owner === null ? null : el("p", { class: "soft" }, shown.owner.displayName),
      ),
      el("span", { class: "points", title: "Score, 0 to 100" }, points(shown.score.value)),
    ),
    el("ul", { class: "kpis" }, ...shown.kpis.map(kpi)),
  );
}

function kpi(shown: Kpi): HTMLElement {
  const { latest, unit } = shown;
  const target = latest?.target == null ? "no target" : `target ${withUnit(latest.target, unit)}`;
  return el(
    "li",
    { class: "kpi" },
    mark(latest?.status ?? "NO_DATA"),
    el(
      "div",
      { class: "what" },
      el("span", { class: "name" }, shown.name),
      el("span", { class: "soft" }, `${target}, ${directionWord(shown.direction)}`),
    ),
    sparkline(shown.values, shown.name),
    el(
      "div",
      { class: "value" },
      el("span", { class: "figure" }, withUnit(latest?.value ?? null, unit)),
      el("span", { class: "soft" }, latest?.periodLabel ?? "no value"),
    ),
  );
}

function points(value: string | null): string {
  return value === null ? "–" : String(Math.round(Number(value)));
}

/** A colour, a shape and a word: whoever does not see one of them has the others. */
function status(value: Status): HTMLElement {
  return el("span", { class: `status ${value}` }, shape(value), statusWord(value));
}

function mark(value: Status): HTMLElement {
  return el("span", { class: `mark ${value}`, role: "img", "aria-label": statusWord(value), title: statusWord(value) }, shape(value));
}

function shape(value: Status): SVGElement {
  const shapes: Record<string, SVGElement> = {
    GREEN: svg("circle", { cx: 6, cy: 6, r: 5 }),
    AMBER: svg("path", { d: "M6 .8 11.6 11H.4Z" }),
    RED: svg("rect", { x: 1.2, y: 1.2, width: 9.6, height: 9.6, rx: 1.2 }),
  };
  const unknown = svg("circle", { cx: 6, cy: 6, r: 4.2, class: "hollow" });
  return svg("svg", { viewBox: "0 0 12 12", class: "shape", "aria-hidden": "true" }, shapes[value] ?? unknown);
}

/** The score as a part of a ring. */
function dial(value: string | null, colour: Status): SVGElement {
  const part = value === null ? 0 : Math.min(100, Math.max(0, Number(value)));
  const around = 2 * Math.PI * 42;
  const ring = { cx: 50, cy: 50, r: 42 };
  const figure = svg("text", { x: 50, y: 50, class: "dial-figure" });
  figure.textContent = points(value);
  return svg(
    "svg",
    { viewBox: "0 0 100 100", class: `dial ${colour}`, role: "img", "aria-label": `Score ${points(value)} of 100` },
    svg("circle", { ...ring, class: "dial-rest" }),
    svg("circle", {
      ...ring,
      class: "dial-part",
      "stroke-dasharray": `${(part / 100) * around} ${around}`,
      transform: "rotate(-90 50 50)",
    }),
    figure,
  );
}
