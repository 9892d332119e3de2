// Made by `npm run generate`; do not edit.

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Which way is better. */
export type Direction =
  /** The larger the value, the better. */
  | 'HIGHER_IS_BETTER'
  /** The smaller the value, the better. */
  | 'LOWER_IS_BETTER'
  /** Best between two bounds; only with the scoring method of the same name. */
  | 'STAY_IN_RANGE'
  | '%future added value';

/** The life of a scorecard. */
export type ScorecardStatus =
  /** It is being worked on and is not in force. */
  | 'DRAFT'
  /** It is in force. */
  | 'ACTIVE'
  /** It is kept for its history. */
  | 'ARCHIVED'
  | '%future added value';

/** The colour of a score. */
export type Status =
  /** At least two thirds of 100, or what the KPI's own rules say. */
  | 'GREEN'
  /** At least one third of 100, or what the KPI's own rules say. */
  | 'AMBER'
  /** Below one third of 100, or what the KPI's own rules say. */
  | 'RED'
  /** Nothing is known, which is neither good nor bad. */
  | 'NO_DATA'
  | '%future added value';

export type BoardQueryVariables = Exact<{
  id: string;
}>;


export type BoardQuery = { scorecard: { id: string, name: string, mission: string, orgUnit: { name: string }, score: { scoredCount: number, totalCount: number, periodStart: string, value: string | null, status: Status }, scores: Array<{ periodStart: string, value: string | null }>, perspectives: Array<{ id: string, name: string, weight: string, score: { value: string | null, status: Status }, objectives: Array<{ id: string, name: string, owner: { displayName: string } | null, score: { value: string | null, status: Status }, kpis: Array<{ id: string, name: string, unit: string | null, direction: Direction, latest: { periodLabel: string, value: string, target: string | null, status: Status } | null, values: Array<{ periodStart: string, value: string }> }> }> }> } | null };

export type ScoredFragment = { value: string | null, status: Status };

export type ScorecardsQueryVariables = Exact<{ [key: string]: never; }>;


export type ScorecardsQuery = { viewer: { person: { displayName: string }, organisation: { name: string } }, scorecards: { nodes: Array<{ id: string, name: string, status: ScorecardStatus, orgUnit: { name: string }, parent: { id: string } | null }> } };

export const BOARD = "query Board($id: ID!) {\n  scorecard(id: $id) {\n    id\n    name\n    mission\n    orgUnit {\n      name\n    }\n    score {\n      ...Scored\n      scoredCount\n      totalCount\n      periodStart\n    }\n    scores(last: 12) {\n      periodStart\n      value\n    }\n    perspectives {\n      id\n      name\n      weight\n      score {\n        ...Scored\n      }\n      objectives {\n        id\n        name\n        owner {\n          displayName\n        }\n        score {\n          ...Scored\n        }\n        kpis {\n          id\n          name\n          unit\n          direction\n          latest {\n            periodLabel\n            value\n            target\n            status\n          }\n          values(last: 12) {\n            periodStart\n            value\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment Scored on Score {\n  value\n  status\n}";
export const SCORECARDS = "query Scorecards {\n  viewer {\n    person {\n      displayName\n    }\n    organisation {\n      name\n    }\n  }\n  scorecards(first: 50) {\n    nodes {\n      id\n      name\n      status\n      orgUnit {\n        name\n      }\n      parent {\n        id\n      }\n    }\n  }\n}";
