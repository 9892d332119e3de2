// PostGraphile 5 as a careful user would run it: `node server.js URL PORT`.
//
// The organisation comes from a header and is believed: what the product does to find out who asks has no
// counterpart here, which is to the advantage of this peer.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [connectionString, port] = process.argv.slice(2);

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString,
      schemas: ["public", "peer"],
      // The role is part of the connection's start, as it is for the product: one setting less in every transaction.
      poolConfig: { max: 10, options: "-c role=equipoise_app -c jit=off -c timezone=UTC" },
      pubsub: false,
    }),
  ],
  schema: { defaultBehavior: "list -connection" },
  grafserv: {
    graphqlPath: "/graphql",
    outputDataAsString: true,
    graphiql: false,
    watch: false,
    websockets: false,
    maxRequestLength: 10_000_000,
  },
  grafast: {
    explain: false,
    context: ({ http }) => ({ pgSettings: { "app.tenant_id": http.getHeader("x-organisation") } }),
  },
};

const server = createServer();
const instance = postgraphile(preset).createServ(grafserv);
await instance.addTo(server);
await instance.ready();
server.listen(Number(port), "127.0.0.1");
