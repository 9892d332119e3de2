import { Api } from "./api.js";
import { board } from "./board.js";
import { readConfig } from "./config.js";
import {
  BOARD,
  type BoardQuery,
  type BoardQueryVariables,
  SCORECARDS,
  type ScorecardsQuery,
  type ScorecardsQueryVariables,
} from "./generated.js";
import { el } from "./html.js";
import { Session, SignedOut } from "./session.js";

type Scorecards = ScorecardsQuery["scorecards"]["nodes"];

const main = document.querySelector("main")!;
const bar = document.querySelector<HTMLElement>("#bar")!;

let session: Session;
let api: Api;

function show(...parts: HTMLElement[]): void {
  main.replaceChildren(...parts);
}

function notice(text: string, ...more: HTMLElement[]): HTMLElement {
  return el("section", { class: "notice", role: "status" }, el("p", {}, text), ...more);
}

function button(text: string, act: () => Promise<void>, kind = "primary"): HTMLButtonElement {
  const made = el("button", { type: "button", class: kind }, text);
  made.addEventListener("click", () => void attempt(act));
  return made;
}

function welcome(message?: string): void {
  bar.replaceChildren();
  show(
    el(
      "section",
      { class: "welcome" },
      el("h1", {}, "Your scorecard, on one page"),
      el("p", {}, "Sign in at your organisation's server. This page may read what you may read, and nothing else."),
      ...(message === undefined ? [] : [el("p", { class: "problem", role: "alert" }, message)]),
      button("Sign in", () => session.signIn()),
    ),
  );
}

function header(answer: ScorecardsQuery, chosen: string): void {
  const choice = el(
    "select",
    { "aria-label": "Scorecard" },
    ...ordered(answer.scorecards.nodes).map((card) =>
      el("option", card.id === chosen ? { value: card.id, selected: "" } : { value: card.id }, card.name),
    ),
  );
  choice.addEventListener("change", () => {
    location.hash = choice.value;
  });
  bar.replaceChildren(
    choice,
    el("span", { class: "who" }, answer.viewer.person.displayName),
    button(
      "Sign out",
      async () => {
        await session.signOut();
        welcome();
      },
      "plain",
    ),
  );
}

/** Scorecards in force, those at the top of the cascade first. */
function ordered(cards: Scorecards): Scorecards {
  const rank = (card: Scorecards[number]): number => (card.parent === null ? 0 : 1) + (card.status === "ACTIVE" ? 0 : 2);
  return [...cards].sort((one, other) => rank(one) - rank(other));
}

async function draw(): Promise<void> {
  const answer = await api.ask<ScorecardsQuery, ScorecardsQueryVariables>(SCORECARDS, {});
  const cards = ordered(answer.scorecards.nodes);
  const chosen = cards.find((card) => `#${card.id}` === location.hash) ?? cards[0];
  if (chosen === undefined) {
    show(notice(`${answer.viewer.organisation.name} has no scorecard yet.`));
    return;
  }
  header(answer, chosen.id);
  main.setAttribute("aria-busy", "true");
  const { scorecard } = await api.ask<BoardQuery, BoardQueryVariables>(BOARD, { id: chosen.id });
  if (scorecard === null) {
    show(notice("This scorecard is not there any more."));
  } else {
    document.title = `${scorecard.name} – ${answer.viewer.organisation.name}`;
    show(board(scorecard));
  }
  main.removeAttribute("aria-busy");
}

/** Whatever goes wrong is told, and what to do about it. */
async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    main.removeAttribute("aria-busy");
    if (error instanceof SignedOut) {
      welcome("You are signed out. Please sign in again.");
    } else {
      show(notice(error instanceof Error ? error.message : String(error), button("Try again", draw)));
    }
  }
}

async function start(): Promise<void> {
  const config = await readConfig();
  session = new Session(config);
  api = new Api(config, session);
  api.onWait = (seconds) => show(notice(`The server asks for a pause. Going on in ${seconds} s …`));
  let signedIn = false;
  try {
    signedIn = await session.comeBack();
  } catch (error) {
    welcome(error instanceof Error && error.message !== "" ? error.message : "Please sign in again.");
    return;
  }
  if (!signedIn) {
    welcome();
    return;
  }
  window.addEventListener("hashchange", () => void attempt(draw));
  await draw();
}

await attempt(start);
