// The page put together.
const at = (id) => document.getElementById(id);
const query = new Editor(at("query-editor"), colouredDocument);
const variables = new Editor(at("panel-variables"), colouredJson);
const headers = new Editor(at("panel-headers"), colouredJson);
const docs = new Docs(at("page"), at("trail"), at("search"));
let schema = null;
let running = null;

const FIRST = `# Ctrl + Enter runs this, Ctrl + Space suggests fields.
# The documentation of the schema stands beside it.

query Scorecards {
  viewer {
    person { displayName }
    role
  }
  scorecards(first: 5) {
    nodes { id name }
    totalCount
  }
}
`;

new Completions(at("completions"), query, () => schema);

function remembered(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`explorer.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`explorer.${name}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing can still ask.
  }
}

// An object, from what was written as JSON; empty is none.
function objectIn(editor, what) {
  if (!editor.text.trim()) return undefined;
  let value;
  try {
    value = JSON.parse(editor.text);
  } catch (error) {
    throw new Error(`${what} are no JSON: ${error.message}`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Error(`${what} are an object: { … }`);
  return value;
}

function operations(text) {
  const found = [];
  let depth = 0;
  const words = tokens(text).filter((token) => token.kind !== "space" && token.kind !== "comment");
  words.forEach((token, place) => {
    if (token.text === "{" || token.text === "(") depth += 1;
    if (token.text === "}" || token.text === ")") depth -= 1;
    if (depth === 0 && ["query", "mutation", "subscription"].includes(token.text)) {
      const after = words[place + 1];
      found.push({ kind: token.text, name: after?.kind === "name" ? after.text : undefined });
    }
  });
  return found.length ? found : [{ kind: "query", name: undefined }];
}

function offerOperations() {
  const named = operations(query.text).filter((each) => each.name !== undefined);
  const chosen = at("operation").value;
  at("operation").replaceChildren(...named.map((each) => element("option", { value: each.name }, each.name)));
  at("operation").hidden = named.length < 2;
  at("operation-label").hidden = named.length < 2;
  if (named.some((each) => each.name === chosen)) at("operation").value = chosen;
}

function show(text) {
  at("answer").replaceChildren(...colouredJson(text));
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function run() {
  if (running) return running.abort();
  const found = operations(query.text);
  const name = found.length > 1 ? at("operation").value || undefined : found[0].name;
  const live = found.find((each) => each.name === name)?.kind === "subscription";
  const began = performance.now();
  running = new AbortController();
  at("run").textContent = "■ Stop";
  at("facts").textContent = live ? "listening …" : "asking …";
  const heard = [];
  const onNext = (body) => {
    heard.unshift(JSON.stringify(body, null, 2));
    show(heard.slice(0, 50).join("\n\n"));
    at("facts").textContent = `${heard.length} received`;
  };
  try {
    const body = { query: query.text, variables: objectIn(variables, "Variables"), operationName: name };
    const given = { token: at("token").value.trim(), headers: objectIn(headers, "Headers"), signal: running.signal };
    const answer = await send(body, live ? { ...given, onNext } : given);
    if (answer.text !== null) show(readable(answer.text));
    at("facts").textContent = facts(answer, performance.now() - began);
    if (answer.status < 300) keep();
  } catch (error) {
    at("facts").textContent = error.name === "AbortError" ? "stopped" : "not sent";
    if (error.name !== "AbortError") show(JSON.stringify({ errors: [{ message: error.message }] }, null, 2));
  } finally {
    running = null;
    at("run").textContent = "▶ Run";
  }
}

function facts(answer, milliseconds) {
  const parts = [`status ${answer.status}`, `${Math.round(milliseconds)} ms`];
  if (answer.text !== null) {
    parts.push(`${new Blob([answer.text]).size.toLocaleString()} bytes`);
    try {
      const points = JSON.parse(answer.text).extensions?.cost?.requestedQueryCost;
      if (points !== undefined) parts.push(`cost ${points.toLocaleString()}`);
    } catch {
      // No JSON: the status says enough.
    }
  }
  return parts.join(" · ");
}

function keep() {
  const past = remembered("history", []).filter((each) => each.query !== query.text || each.variables !== variables.text);
  past.unshift({ query: query.text, variables: variables.text, at: new Date().toISOString() });
  remember("history", past.slice(0, 30));
  showHistory();
}

function showHistory() {
  const items = remembered("history", []).map((each) => {
    const words = each.query.replace(/#[^\n]*/g, "").replace(/\s+/g, " ").trim();
    const open = () => {
      query.text = each.query;
      variables.text = each.variables;
      offerOperations();
      query.area.focus();
    };
    return element("li", {}, element("button", { type: "button", title: new Date(each.at).toLocaleString(), onclick: open }, words || "(empty)"));
  });
  at("history-list").replaceChildren(...(items.length ? items : [element("li", { class: "soft" }, "Nothing yet.")]));
}

async function learn() {
  try {
    const answer = await send({ query: INTROSPECTION, operationName: "Introspection" }, { token: at("token").value.trim() });
    const body = JSON.parse(answer.text);
    if (!body.data) throw new Error(body.errors[0].message);
    schema = schemaOf(body.data.__schema);
    docs.tell(schema);
  } catch (error) {
    schema = null;
    docs.lament(`The schema is not to be had: ${error.message}`);
  }
}

function toggle(button, section) {
  section.hidden = !section.hidden;
  button.setAttribute("aria-expanded", !section.hidden);
}

function selectTab(tab) {
  for (const each of document.querySelectorAll("[role=tab]")) {
    each.setAttribute("aria-selected", each === tab);
    each.tabIndex = each === tab ? 0 : -1;
    at(each.getAttribute("aria-controls")).hidden = each !== tab;
  }
}

const tabs = [...document.querySelectorAll("[role=tab]")];
tabs.forEach((tab, place) => {
  tab.addEventListener("click", () => selectTab(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(place + step + tabs.length) % tabs.length];
    selectTab(next);
    next.focus();
  });
});
at("run").addEventListener("click", run);
at("format").addEventListener("click", () => (query.text = formatted(query.text)));
at("docs-toggle").addEventListener("click", () => toggle(at("docs-toggle"), at("docs")));
at("history-toggle").addEventListener("click", () => toggle(at("history-toggle"), at("history")));
at("history-clear").addEventListener("click", () => {
  remember("history", []);
  showHistory();
});
at("token").addEventListener("change", () => {
  sessionStorage.setItem("explorer.token", at("token").value);
  learn();
});
// Not the headers: they may hold what only this moment should know.
for (const [name, editor] of Object.entries({ query, variables })) {
  editor.text = remembered(name, name === "query" ? FIRST : "");
  for (const kind of ["input", "change"]) editor.area.addEventListener(kind, () => remember(name, editor.text));
}
query.area.addEventListener("input", offerOperations);
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === "Enter") run();
  else if (event.key === "k") at("search").focus();
  else if (event.shiftKey && event.key.toLowerCase() === "f") query.text = formatted(query.text);
  else return;
  event.preventDefault();
});

at("token").value = sessionStorage.getItem("explorer.token") ?? "";
offerOperations();
showHistory();
learn();
