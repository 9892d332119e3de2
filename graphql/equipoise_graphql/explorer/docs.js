const BUILT_IN = new Set(["Boolean", "Float", "ID", "Int", "String"]);
const byName = (one, other) => one.name.localeCompare(other.name);

// The documentation beside the editor: a page for each type, with a way back.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// Descriptions hold `code`, and nothing else that is marked.
function prose(text) {
  const parts = (text ?? "").split(/`([^`]+)`/);
  return parts.map((part, place) => (place % 2 ? element("code", {}, part) : part));
}

class Docs {
  constructor(page, trail, search) {
    Object.assign(this, { page, trail, search, schema: null, visited: [] });
    search.addEventListener("input", () => this.find(search.value));
  }

  tell(schema) {
    this.schema = schema;
    this.home();
  }

  lament(message) {
    this.page.replaceChildren(element("p", { class: "warning" }, message));
  }

  home() {
    this.visited = [];
    this.show("Schema", [
      element("p", { class: "soft" }, "Where documents begin:"),
      this.list(Object.entries(this.schema.roots).map(([kind, name]) => this.entry([`${kind}: `, this.link(name)], this.schema.types.get(name)))),
      element("h3", {}, "All types"),
      this.list([...this.schema.types.values()].filter((type) => !BUILT_IN.has(type.name)).sort(byName).map((type) => this.entry([this.link(type.name)], type))),
    ]);
  }

  open(name) {
    const type = this.schema.types.get(name);
    if (type === undefined) return;
    this.visited = this.visited.includes(name) ? this.visited.slice(0, this.visited.indexOf(name) + 1) : [...this.visited, name];
    const parts = [element("p", {}, ...prose(type.description))];
    this.also(parts, "Implements", type.interfaces);
    this.also(parts, "Can be", type.possibleTypes);
    const members = type.fields ?? type.inputFields;
    if (members) parts.push(element("h3", {}, "Fields"), this.list(members.map((each) => this.member(each))));
    if (type.enumValues) {
      const values = type.enumValues.map((each) => this.entry([element("b", {}, each.name)], each));
      parts.push(element("h3", {}, "Values"), this.list(values));
    }
    this.show(name, parts);
  }

  find(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted || this.schema === null) return this.schema && this.home();
    const hits = [];
    for (const type of this.schema.types.values()) {
      if (type.name.toLowerCase().includes(wanted)) hits.push(this.entry([this.link(type.name)], type));
      for (const each of [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])]) {
        if (each.name.toLowerCase().includes(wanted)) hits.push(this.entry([this.link(type.name), `.${each.name}`], each));
      }
    }
    this.show(`${hits.length} found`, [this.list(hits.slice(0, 100))]);
  }

  member(field) {
    const given = field.args?.length
      ? ["(", ...field.args.flatMap((each, place) => [place ? ", " : "", `${each.name}: `, this.link(named(each.type), written(each.type)), each.defaultValue ? ` = ${each.defaultValue}` : ""]), ")"]
      : [];
    const entry = this.entry([element("b", {}, field.name), ...given, ": ", this.link(named(field.type), written(field.type)), field.defaultValue ? ` = ${field.defaultValue}` : ""], field);
    for (const each of field.args ?? []) entry.append(element("dd", {}, element("code", {}, each.name), " ", ...prose(each.description)));
    return entry;
  }

  entry(term, told) {
    const made = element("div", { class: told.isDeprecated ? "deprecated" : undefined }, element("dt", {}, ...term));
    if (told.description) made.append(element("dd", {}, ...prose(told.description)));
    if (told.isDeprecated) made.append(element("dd", { class: "warning" }, "Deprecated. ", ...prose(told.deprecationReason)));
    return made;
  }

  also(parts, title, types) {
    if (types?.length) parts.push(element("h3", {}, title), element("p", {}, ...types.flatMap((each, place) => [place ? ", " : "", this.link(each.name)])));
  }

  list(entries) {
    return element("dl", {}, ...entries);
  }

  link(name, text = name) {
    return element("button", { class: "link", type: "button", onclick: () => this.open(name) }, text);
  }

  show(title, parts) {
    const steps = [element("button", { type: "button", onclick: () => this.home() }, "Schema")];
    for (const name of this.visited.slice(0, -1)) steps.push(" ", element("button", { type: "button", onclick: () => this.open(name) }, name));
    this.trail.replaceChildren(...(title === "Schema" ? [] : steps));
    this.page.replaceChildren(element("h2", {}, title), ...parts);
    this.page.scrollTop = 0;
  }
}
