import type { Config } from "./config.js";
import { newProof, randomText } from "./pkce.js";

const SCOPES = "scorecard:read offline_access";
const PENDING = "sign-in";

interface Pending {
  readonly state: string;
  readonly verifier: string;
  readonly hash: string;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

/** Nobody is signed in, or not any longer. */
export class SignedOut extends Error {}

/**
 * Signing in, and access tokens that are always fresh.
 *
 * Tokens are kept in memory alone: a script that got into another page, or the next person at this machine, finds
 * none. What survives the way to the server and back is the proof, which is of no use to anybody without the code.
 */
export class Session {
  #tokens: Tokens | null = null;
  #freshUntil = 0;
  #refreshing: Promise<void> | null = null;

  constructor(private readonly config: Config) {}

  /** Leaves the page; the server sends the person back with a code. */
  async signIn(): Promise<void> {
    const { verifier, challenge } = await newProof();
    const pending: Pending = { state: randomText(), verifier, hash: location.hash };
    sessionStorage.setItem(PENDING, JSON.stringify(pending));
    const asked = new URLSearchParams({
      response_type: "code",
      client_id: this.config.clientId,
      redirect_uri: redirectUri(),
      scope: SCOPES,
      state: pending.state,
      code_challenge: challenge,
      code_challenge_method: "S256",
    });
    location.assign(`${this.config.server}/oauth/authorize?${asked}`);
  }

  /** Takes up the answer with which the server sent the person back, if this is one. Whether somebody is signed in. */
  async comeBack(): Promise<boolean> {
    const answer = new URLSearchParams(location.search);
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null") as Pending | null;
    if (!answer.has("state")) {
      return false;
    }
    sessionStorage.removeItem(PENDING);
    history.replaceState(null, "", location.pathname + (pending?.hash ?? ""));
    if (pending === null || answer.get("state") !== pending.state || answer.get("iss") !== this.config.server) {
      throw new Error("This answer belongs to another sign-in. Please sign in again.");
    }
    const code = answer.get("code");
    if (code === null) {
      throw new Error(answer.get("error_description") ?? "The server did not sign you in.");
    }
    await this.#exchange({
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri(),
      code_verifier: pending.verifier,
    });
    return true;
  }

  /** An access token that works. Raises SignedOut. */
  async accessToken(): Promise<string> {
    if (Date.now() > this.#freshUntil) {
      await this.refresh();
    }
    if (this.#tokens === null) {
      throw new SignedOut();
    }
    return this.#tokens.access_token;
  }

  /** New tokens. Whoever asks meanwhile waits for the same ones: a refresh token that is used twice ends the session. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Gives the tokens back, so that they end now. */
  async signOut(): Promise<void> {
    const tokens = this.#tokens;
    this.#tokens = null;
    if (tokens !== null) {
      await this.#post("/oauth/revoke", { token: tokens.refresh_token });
    }
  }

  async #refresh(): Promise<void> {
    if (this.#tokens === null) {
      throw new SignedOut();
    }
    const { refresh_token } = this.#tokens;
    this.#tokens = null;
    await this.#exchange({ grant_type: "refresh_token", refresh_token });
  }

  async #exchange(given: Record<string, string>): Promise<void> {
    const answer = await this.#post("/oauth/token", given);
    if (!answer.ok) {
      throw new SignedOut();
    }
    this.#tokens = (await answer.json()) as Tokens;
    // Half a minute early, so that no request is under way when it ends.
    this.#freshUntil = Date.now() + (this.#tokens.expires_in - 30) * 1000;
  }

  #post(path: string, given: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams({ client_id: this.config.clientId, ...given });
    return fetch(this.config.server + path, { method: "POST", body });
  }
}

function redirectUri(): string {
  return location.origin + location.pathname;
}
