// The lines of a <textarea data-rows="ingredient"> as rows, one for each: to write with Enter, to move, to take out. The
// textarea stays what counts and what is sent; who likes lines better has them back with one press.
import Sortable from "sortablejs";
import { headingOf, MOST_ROWS, newRow, readRows, writeRows } from "./lines.js";
import { say } from "./speaking.js";

const AS_TEXT = "cookbook-lines-as-text";
const GROWS = window.CSS?.supports?.("field-sizing", "content");
const WORDS_IN_NEWS = 40;

function remembered() {
  try { return localStorage.getItem(AS_TEXT) === "yes"; } catch { return false; }
}

function remember(asText) {
  try { localStorage.setItem(AS_TEXT, asText ? "yes" : "no"); } catch { /* chosen anew each time */ }
}

const inBrief = (words) => (words.length > WORDS_IN_NEWS ? `${words.slice(0, WORDS_IN_NEWS).trimEnd()}…` : words);

class Rows {
  constructor(area) {
    this.area = area;
    this.name = area.dataset.rows;
    this.loose = this.name === "step";
    this.label = area.form.querySelector(`label[for="${area.id}"]`);
    this.rows = new WeakMap();
    const kit = document.getElementById("rows-kit").content;
    this.pattern = kit.querySelector("[data-row]");
    this.box = kit.querySelector("[data-box]").cloneNode(true);
    this.list = this.box.querySelector("ol");
    this.gone = this.box.querySelector("[data-gone]");
    this.switch = kit.querySelector("[data-switch]").cloneNode(true);
    this.dress();
    this.listen();
    this.show(!remembered());
  }

  dress() {
    this.label.id ||= `${this.area.id}-label`;
    this.list.setAttribute("aria-labelledby", this.label.id);
    this.switch.querySelector("[data-of]").textContent = `(${this.label.firstChild.textContent.trim().toLowerCase()})`;
    const help = this.area.getAttribute("aria-describedby");
    if (help) this.list.setAttribute("aria-describedby", help);
    this.box.querySelector("[data-add=item] span").textContent = this.name === "step" ? "Add a step" : "Add an ingredient";
    this.label.before(this.switch);
    this.area.after(this.box);
  }

  listen() {
    const { list, box, area } = this;
    // The textarea has the words before anybody above hears that there are new ones.
    list.addEventListener("input", (event) => this.typed(event.target));
    list.addEventListener("change", (event) => event.stopPropagation());
    list.addEventListener("keydown", (event) => this.pressed(event));
    list.addEventListener("paste", (event) => this.pasted(event));
    list.addEventListener("focusout", (event) => { if (event.target.matches("textarea")) this.settle(event.target.closest("li")); });
    box.addEventListener("click", (event) => this.clicked(event));
    this.switch.addEventListener("click", () => {
      this.show(this.box.hidden);
      remember(this.box.hidden);
      (this.box.hidden ? area : this.fields()[0])?.focus();
    });
    area.form.addEventListener("filled", () => { if (!this.box.hidden) this.show(true); });
    this.label.addEventListener("click", (event) => {
      if (this.box.hidden) return;
      event.preventDefault();
      this.fields()[0]?.focus();
    });
    document.addEventListener("click", (event) => {
      if (this.box.hidden || !event.target.closest(`a[href="#${area.id}"]`)) return;
      event.preventDefault();
      this.fields()[0]?.focus();
    });
    Sortable.create(list, {
      handle: ".handle",
      draggable: "li",
      ghostClass: "is-gap",
      chosenClass: "is-lifted",
      // Not every browser lets a button be dragged by its own means.
      forceFallback: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      onEnd: (event) => {
        this.dragged = true;
        setTimeout(() => { this.dragged = false; });
        if (event.oldIndex !== event.newIndex) this.moved(event.item);
      },
    });
  }

  // Shows rows if they are wanted, and if they can hold what stands in the textarea; else the textarea.
  show(wanted) {
    const rows = wanted ? readRows(this.area.value.replace(/\r\n?/g, "\n"), this.loose) : [];
    const shown = wanted && rows.length <= MOST_ROWS;
    this.box.hidden = !shown;
    this.area.hidden = shown;
    this.switch.hidden = wanted && !shown;
    this.switch.querySelector("[data-says]").textContent = shown ? "Edit as text" : "Edit as rows";
    this.forget();
    if (!shown) return;
    this.list.replaceChildren(...(rows.length ? rows : [newRow()]).map((row) => this.item(row)));
    this.number();
  }

  items() { return [...this.list.children]; }

  fields() { return [...this.list.querySelectorAll("textarea")]; }

  item(row) {
    const item = this.pattern.cloneNode(true);
    this.rows.set(item, row);
    const field = item.querySelector("textarea");
    item.dataset.kind = row.kind;
    if (row.kind === "kept") {
      const words = document.createElement("p");
      words.className = "row-kept as-written";
      words.textContent = row.raw.trim();
      field.replaceWith(words);
    } else {
      field.value = row.words;
      if (!GROWS) requestAnimationFrame(() => grow(field));
    }
    return item;
  }

  // What each row and its buttons are called.
  number() {
    let count = 0;
    for (const item of this.items()) {
      const { kind, remark } = this.rows.get(item);
      if (kind !== "heading" && !remark) count += 1;
      const name = kind === "heading" ? "name of a group" : remark ? "remark" : `${this.name} ${count}`;
      const named = name[0].toUpperCase() + name.slice(1);
      item.querySelector("textarea")?.setAttribute("aria-label", named);
      item.querySelector("[data-more]").setAttribute("aria-label", `Move ${name}`);
      item.querySelector("[data-remove]").setAttribute("aria-label", `Remove ${name}`);
      const isHeading = item.querySelector("[data-heading]");
      isHeading.hidden = kind === "kept";
      isHeading.querySelector("span").textContent = kind === "heading" ? `Make it a${this.name === "step" ? " step" : "n ingredient"}` : "Make it the name of a group";
    }
  }

  write() {
    const text = writeRows(this.items().map((item) => this.rows.get(item)), this.loose);
    const changed = text !== this.area.value;
    this.area.value = text;
    return changed;
  }

  // After rows came, went or changed places.
  rebuilt() {
    this.number();
    if (this.write()) this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  typed(field) {
    const item = field.closest("li");
    if (!GROWS) grow(field);
    // Some keyboards of phones, dictation and dropped words bring line ends without a key.
    if (/[\r\n]/.test(field.value)) { this.spread(item, field.value, 0); return; }
    this.rows.get(item).words = field.value;
    this.write();
  }

  // "For the sauce:" is the name of a group, as in the text.
  settle(item) {
    const row = item && this.rows.get(item);
    if (!row || row.kind !== "item" || row.words === row.read) return;
    const title = headingOf(row.words);
    if (title !== null) this.become(item, "heading", title);
  }

  become(item, kind, words) {
    const row = this.rows.get(item);
    Object.assign(row, { kind, words, read: null });
    item.dataset.kind = kind;
    item.querySelector("textarea").value = words;
    this.rebuilt();
  }

  pressed(event) {
    const item = event.target.closest("li");
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      this.shift(item, event.key === "ArrowUp", event.target);
    } else if (event.key === "Escape" && !item.querySelector(".row-moves").hidden) this.open(item, false);
    else if (event.target.matches("textarea") && !event.isComposing) this.wrote(event, item, event.target);
  }

  wrote(event, item, field) {
    const { selectionStart: start, selectionEnd: end, value } = field;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.split(item, value.slice(0, start), value.slice(end));
    } else if (event.key === "Backspace" && !value && this.items().length > 1) {
      event.preventDefault();
      this.takeOut(item, -1);
    } else if (event.key === "ArrowUp" && start === 0 && end === 0) this.step(event, item, -1);
    else if (event.key === "ArrowDown" && start === value.length) this.step(event, item, 1);
  }

  step(event, item, way) {
    const fields = this.fields();
    const next = fields[fields.indexOf(item.querySelector("textarea")) + way];
    if (!next) return;
    event.preventDefault();
    place(next, way < 0 ? next.value.length : 0);
  }

  split(item, before, after) {
    const field = item.querySelector("textarea");
    const row = this.rows.get(item);
    const below = this.item(newRow("item", after.trim()));
    field.value = after ? before.trim() : before;
    row.words = field.value;
    item.after(below);
    this.settle(item);
    this.rebuilt();
    place(below.querySelector("textarea"), 0);
  }

  pasted(event) {
    const words = event.clipboardData?.getData("text/plain") ?? "";
    const lines = words.replace(/^[\r\n]+|[\r\n]+$/g, "");
    if (!event.target.matches("textarea") || !/[\r\n]/.test(lines)) return;
    event.preventDefault();
    const field = event.target;
    const rest = field.value.slice(field.selectionEnd);
    this.spread(field.closest("li"), `${field.value.slice(0, field.selectionStart)}${lines}${rest}`, rest.length);
  }

  // Several lines in the place of one row.
  spread(item, text, rest) {
    const rows = readRows(text.replace(/\r\n?/g, "\n"), this.loose);
    if (!rows.length) rows.push(newRow());
    if (rows.length + this.items().length > MOST_ROWS) {
      Object.assign(this.rows.get(item), { kind: "kept", raw: text, words: text, read: null });
      this.rebuilt();
      this.show(false);
      this.area.focus();
      return;
    }
    for (const row of rows) row.read = null;
    const items = rows.map((row) => this.item(row));
    item.replaceWith(...items);
    this.rebuilt();
    say(`${rows.length} rows`);
    const last = items.findLast?.((each) => each.querySelector("textarea")) || items[items.length - 1];
    const field = last.querySelector("textarea");
    if (field) place(field, field.value.length - rest);
  }

  clicked(event) {
    const button = event.target.closest("button");
    const item = button?.closest("li");
    if (!button) return;
    if (button.dataset.add) this.add(button.dataset.add);
    else if (button.matches("[data-undo]")) this.undo();
    else if (button.matches("[data-remove]")) this.takeOut(item, 0);
    else if (button.matches("[data-more]") && !this.dragged) this.open(item, item.querySelector(".row-moves").hidden);
    else if (button.dataset.move) this.shift(item, button.dataset.move === "up", button);
    else if (button.matches("[data-heading]")) this.turn(item);
  }

  open(item, is) {
    item.querySelector(".row-moves").hidden = !is;
    const handle = item.querySelector("[data-more]");
    handle.setAttribute("aria-expanded", String(is));
    if (!is) handle.focus();
  }

  turn(item) {
    const { kind, words } = this.rows.get(item);
    this.become(item, kind === "heading" ? "item" : "heading", words.trim().replace(/:$/, ""));
    this.open(item, false);
    place(item.querySelector("textarea"), words.length);
  }

  add(kind) {
    const items = this.items();
    const last = items[items.length - 1];
    // An empty row at the end waits for just that.
    const waits = last && this.rows.get(last);
    if (waits?.kind === "item" && !waits.words.trim()) last.remove();
    const item = this.item(newRow(kind));
    this.list.append(item);
    this.rebuilt();
    place(item.querySelector("textarea"), 0);
  }

  takeOut(item, way) {
    const items = this.items();
    const at = items.indexOf(item);
    const row = this.rows.get(item);
    const next = items[at + (way || 1)] || items[at - 1];
    item.remove();
    if (!this.items().length) this.list.append(this.item(newRow()));
    this.forget();
    if (row.kind === "kept" || row.words.trim()) {
      const words = inBrief(row.kind === "kept" ? row.raw.trim() : row.words.trim());
      this.lost = { row, before: items[at + 1] || null };
      this.gone.hidden = false;
      this.gone.querySelector("[data-what]").textContent = `Removed: ${words}`;
      say(`Removed: ${words}. It can be brought back.`);
    }
    this.rebuilt();
    const beside = next || this.list.firstElementChild;
    const field = way && beside.querySelector("textarea");
    // Who took it out by its button may go on with the next one's.
    if (field) place(field, field.value.length);
    else beside.querySelector("[data-remove]").focus();
  }

  forget() {
    this.lost = null;
    this.gone.hidden = true;
  }

  undo() {
    const { row, before } = this.lost;
    const item = this.item(row);
    if (before?.parentElement === this.list) before.before(item); else this.list.append(item);
    this.forget();
    this.rebuilt();
    say("Brought back");
    (item.querySelector("textarea") || item.querySelector("button")).focus();
  }

  shift(item, up, focused) {
    const beside = up ? item.previousElementSibling : item.nextElementSibling;
    if (beside) {
      if (up) beside.before(item); else beside.after(item);
      this.moved(item);
    } else this.tellPlace(item);
    focused.focus();
  }

  moved(item) {
    this.rebuilt();
    this.tellPlace(item);
  }

  tellPlace(item) {
    const items = this.items();
    const row = this.rows.get(item);
    const words = inBrief(row.kind === "kept" ? row.raw.trim() : row.words.trim()) || "Empty row";
    say(`${words}: place ${items.indexOf(item) + 1} of ${items.length}`);
  }
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 4}px`;
}

function place(field, at) {
  field.focus();
  field.setSelectionRange(at, at);
}

export function watchRows() {
  if (!document.getElementById("rows-kit")) return;
  for (const area of document.querySelectorAll("textarea[data-rows]")) new Rows(area);
}
