// Runs every audit of GraphQL over HTTP against a server and prints what each said, as JSON.
// Arguments: the address. The bearer token comes in the environment, so that no list of processes shows it.
import { serverAudits } from "graphql-http";

const headers = { Authorization: `Bearer ${process.env.TOKEN}` };
const audits = serverAudits({
  url: process.argv[2],
  fetchFn: (input, init = {}) => fetch(input, { ...init, headers: { ...headers, ...init.headers } }),
});
const results = [];
for (const audit of audits) {
  const result = await audit.fn();
  results.push({ name: audit.name, status: result.status, reason: result.reason ?? null });
}
console.log(JSON.stringify(results));
