// A text area with coloured text under it, and suggestions at the caret.
class Editor {
  constructor(box, coloured) {
    this.area = box.querySelector("textarea");
    this.under = box.querySelector("pre");
    this.coloured = coloured;
    this.area.addEventListener("input", () => this.paint());
    this.area.addEventListener("scroll", () => this.follow());
    this.area.addEventListener("keydown", (event) => this.indent(event));
    this.paint();
  }

  get text() {
    return this.area.value;
  }

  set text(value) {
    this.area.value = value;
    this.paint();
    this.area.dispatchEvent(new Event("change"));
  }

  paint() {
    this.under.replaceChildren(...this.coloured(this.area.value), "\n");
    this.follow();
  }

  follow() {
    this.under.scrollTop = this.area.scrollTop;
    this.under.scrollLeft = this.area.scrollLeft;
  }

  replace(start, end, text) {
    this.area.setRangeText(text, start, end, "end");
    this.paint();
  }

  indent(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    event.preventDefault();
    const { selectionStart: start, selectionEnd: end } = this.area;
    const before = this.text.slice(0, start);
    const spaces = before.slice(before.lastIndexOf("\n") + 1).match(/^ */)[0];
    const opens = /[{[(]\s*$/.test(before) ? "  " : "";
    this.replace(start, end, `\n${spaces}${opens}`);
  }
}

class Completions {
  constructor(list, editor, schema) {
    Object.assign(this, { list, editor, schema, place: 0, typed: "" });
    editor.area.addEventListener("keydown", (event) => this.key(event), true);
    editor.area.addEventListener("input", () => (this.typed || !list.hidden ? this.offer() : undefined));
    editor.area.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  key(event) {
    if (event.ctrlKey && event.key === " ") this.offer(true);
    else if (this.list.hidden) return;
    else if (event.key === "ArrowDown") this.choose(this.place + 1);
    else if (event.key === "ArrowUp") this.choose(this.place - 1);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.list.children[this.place].dataset.name);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  offer() {
    const schema = this.schema();
    const found = schema && fitting(schema, this.editor.text, this.editor.area.selectionStart);
    const fields = found?.type.fields.filter((each) => each.name.toLowerCase().startsWith(found.typed.toLowerCase())) ?? [];
    if (!fields.length || (fields.length === 1 && fields[0].name === found.typed)) return this.close();
    this.typed = found.typed;
    const items = fields.slice(0, 50).map((each) => {
      const item = element("li", { role: "option", id: `field-${each.name}`, title: each.description ?? "", onmousedown: () => this.take(each.name) }, each.name, " ", span("comment", written(each.type)));
      item.dataset.name = each.name;
      return item;
    });
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    this.stand();
    this.choose(0);
  }

  // Below the caret: the letters are all of one width, and lines do not wrap.
  stand() {
    const { area } = this.editor;
    const before = area.value.slice(0, area.selectionStart).split("\n");
    const style = getComputedStyle(area);
    const ruler = element("span", { class: "ruler" }, "0".repeat(100));
    this.editor.under.append(ruler);
    const letter = ruler.getBoundingClientRect().width / 100;
    ruler.remove();
    const left = parseFloat(style.paddingLeft) + (before.at(-1).length - this.typed.length) * letter - area.scrollLeft;
    const top = parseFloat(style.paddingTop) + before.length * parseFloat(style.lineHeight) - area.scrollTop;
    this.list.style.left = `${Math.max(Math.min(left, area.clientWidth - 200), 0)}px`;
    this.list.style.top = `${Math.min(top, area.clientHeight - 60)}px`;
  }

  choose(place) {
    const items = [...this.list.children];
    this.place = (place + items.length) % items.length;
    items.forEach((item, each) => item.setAttribute("aria-selected", each === this.place));
    items[this.place].scrollIntoView({ block: "nearest" });
    this.editor.area.setAttribute("aria-activedescendant", items[this.place].id);
  }

  take(name) {
    const caret = this.editor.area.selectionStart;
    const typed = this.editor.text.slice(0, caret).match(/\w*$/)[0];
    this.editor.replace(caret - typed.length, caret, name);
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.typed = "";
    this.editor.area.removeAttribute("aria-activedescendant");
  }
}
