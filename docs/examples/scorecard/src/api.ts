import type { Config } from "./config.js";
import type { Session } from "./session.js";

const ATTEMPTS = 4;

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Extensions }[];
}

interface Extensions {
  readonly code?: string;
  readonly retryAfter?: number;
}

/** Sends documents: with a fresh token, again after a pause where the server asks for one, and never for ever. */
export class Api {
  /** Called with the seconds that the server asks to wait. */
  onWait: (seconds: number) => void = () => {};

  constructor(
    private readonly config: Config,
    private readonly session: Session,
  ) {}

  async ask<Data, Variables>(document: string, variables: Variables): Promise<Data> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#send<Data>(document, variables);
      const seconds = secondsToWait(answer);
      if (seconds === null) {
        return dataOf(answer);
      }
      if (attempt === ATTEMPTS) {
        throw new Error("The server is busy. Please try again in a few minutes.");
      }
      this.onWait(seconds);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }

  async #send<Data>(document: string, variables: unknown): Promise<Answer<Data>> {
    let answer = await this.#post(document, variables);
    if (answer.status === 401) {
      // Ended before its time: somebody withdrew something. A new token, or none, will show.
      await this.session.refresh();
      answer = await this.#post(document, variables);
    }
    if (answer.status >= 500) {
      throw new Error("The server has a problem. Please try again.");
    }
    return (await answer.json()) as Answer<Data>;
  }

  async #post(query: string, variables: unknown): Promise<Response> {
    return fetch(`${this.config.server}/graphql`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${await this.session.accessToken()}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ query, variables }),
    });
  }
}

function secondsToWait(answer: Answer<unknown>): number | null {
  const limited = answer.errors?.find((error) => error.extensions?.code === "RATE_LIMITED");
  return limited === undefined ? null : (limited.extensions?.retryAfter ?? 1);
}

function dataOf<Data>(answer: Answer<Data>): Data {
  const [error] = answer.errors ?? [];
  if (error !== undefined || !answer.data) {
    throw new Error(error?.message ?? "The server sent nothing.");
  }
  return answer.data;
}
