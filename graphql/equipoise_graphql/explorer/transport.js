// How documents are sent: as the person who is signed in, or with the token of the Access tab.
async function send(body, { token, headers, signal, onNext }) {
  const all = new Headers({ "Content-Type": "application/json", "GraphQL-Require-Preflight": "1", ...headers });
  all.set("Accept", onNext ? "text/event-stream" : "application/graphql-response+json, application/json");
  if (token) all.set("Authorization", `Bearer ${token}`);
  const response = await fetch(location.pathname, {
    method: "POST", headers: all, body: JSON.stringify(body), credentials: token ? "omit" : "same-origin", signal,
  });
  const facts = { status: response.status };
  if (onNext && response.ok && response.headers.get("content-type")?.startsWith("text/event-stream")) {
    for await (const event of events(response.body)) if (event.name === "next") onNext(JSON.parse(event.data));
    return { ...facts, text: null };
  }
  return { ...facts, text: await response.text() };
}

async function* events(stream) {
  let waiting = "";
  for await (const chunk of decoded(stream)) {
    waiting += chunk;
    for (let end = waiting.indexOf("\n\n"); end >= 0; end = waiting.indexOf("\n\n")) {
      const event = { name: "message", data: "" };
      for (const line of waiting.slice(0, end).split("\n")) {
        const [field, ...rest] = line.split(":");
        const value = rest.join(":").replace(/^ /, "");
        if (field === "event") event.name = value;
        if (field === "data") event.data += value;
      }
      waiting = waiting.slice(end + 2);
      yield event;
    }
  }
}

async function* decoded(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}
