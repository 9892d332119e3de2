// Signs in, refreshes and signs out with a library that is strict about the standards; prints what it found.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
const oauth = await import("oauth4webapi");

const { ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, TOKEN } = process.env;
const insecure = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(ISSUER);
const server = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure }),
);
const client = { client_id: CLIENT_ID };
const shown = oauth.ClientSecretBasic(CLIENT_SECRET);

const verifier = oauth.generateRandomCodeVerifier();
const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
const asked = new URL(server.authorization_endpoint);
asked.search = new URLSearchParams({
  client_id: CLIENT_ID,
  redirect_uri: REDIRECT_URI,
  response_type: "code",
  scope: "openid scorecard:read offline_access",
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
});
const landed = await consent(asked);

const parameters = oauth.validateAuthResponse(server, client, landed, state);
const tokens = await oauth.processAuthorizationCodeResponse(
  server,
  client,
  await oauth.authorizationCodeGrantRequest(server, client, shown, parameters, REDIRECT_URI, verifier, insecure),
  { expectedNonce: nonce, requireIdToken: true },
);
const refreshed = await oauth.processRefreshTokenResponse(
  server,
  client,
  await oauth.refreshTokenGrantRequest(server, client, shown, tokens.refresh_token, insecure),
);
const asking = new Headers({ "Content-Type": "application/json" });
const body = JSON.stringify({ query: "{ viewer { person { displayName } } }" });
const graphql = new URL("/graphql", issuer);
const answer = await oauth.protectedResourceRequest(refreshed.access_token, "POST", graphql, asking, body, insecure);
await oauth.processRevocationResponse(
  await oauth.revocationRequest(server, client, shown, refreshed.refresh_token, insecure),
);
console.log(
  JSON.stringify({ claims: oauth.getValidatedIdTokenClaims(tokens), answer: await answer.json(), tokens: refreshed }),
);

// What the person's browser does.
async function consent(address) {
  const headers = { Cookie: `equipoise_session=${TOKEN}` };
  const page = await (await fetch(address, { headers })).text();
  const form = new URLSearchParams({ decision: "allow" });
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    form.append(name, value);
  }
  const sent = { method: "POST", body: form, headers: { ...headers, Origin: issuer.origin }, redirect: "manual" };
  return new URL((await fetch(new URL("/oauth/authorize", issuer), sent)).headers.get("location"));
}
