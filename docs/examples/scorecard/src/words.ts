import type { Direction, Status } from "./generated.js";

const STATUSES: Record<string, string> = {
  GREEN: "On track",
  AMBER: "At risk",
  RED: "Off track",
  NO_DATA: "No data",
};

const DIRECTIONS: Record<string, string> = {
  HIGHER_IS_BETTER: "higher is better",
  LOWER_IS_BETTER: "lower is better",
  STAY_IN_RANGE: "best in range",
};

/** More values of an enum may come: one that this page does not know is shown as it is. */
export function statusWord(status: Status): string {
  return STATUSES[status] ?? status;
}

export function directionWord(direction: Direction): string {
  return DIRECTIONS[direction] ?? direction;
}

/** A decimal of the API, for people: as many digits as are read at a glance. */
export function figure(value: string | null): string {
  if (value === null) {
    return "–";
  }
  const digits = Math.abs(Number(value)) >= 100 ? 0 : 2;
  return new Intl.NumberFormat("en", { maximumFractionDigits: digits }).format(Number(value));
}

export function withUnit(value: string | null, unit: string | null): string {
  const shown = figure(value);
  if (value === null || unit === null) {
    return shown;
  }
  return unit === "%" ? `${shown} %` : `${shown} ${unit}`;
}

/** The month of a day, `October 2026`. */
export function monthOf(day: string): string {
  return new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(day));
}
