// Sources of the book to cite, with a new one where somebody pastes it; and references to what there is.
import { findTargets, freshLabel, slug } from "./chapter-labels.js";
import { field, picker, question, send } from "./chapter-asking.js";
import { insert, plainLine, replace } from "./chapter-text.js";
import { say } from "./speaking.js";

const FIELDS = { authors: "authors", year: "year", title: "title", place: "where", doi: "doi" };

export function askForSource(area, { sources, read, add }) {
  const [search, list, count, place] = ["search", "list", "count", "place"].map((name) => field(`source-${name}`));
  const said = (source) => [source.authors, source.year && `(${source.year})`, source.title].filter(Boolean).join(" ");
  const picked = picker(search, list, count, { name: "cited", show: said });
  let known = null;

  const load = async () => {
    if (known) { picked.show(known); return; }
    count.textContent = "One moment…";
    try {
      known = (await send(sources)).sources;
      picked.show(known);
      if (!known.length) count.textContent = "This book has no sources yet.";
    } catch (error) {
      count.textContent = error.message;
    }
  };
  if (field("source-read")) watchNewSource({ read, add }, (source) => {
    known = [...(known || []).filter((each) => each.key !== source.key), source];
    picked.show(known);
    picked.choose(source);
    place.focus();
  });

  return question("source", area, {
    open: () => { search.value = place.value = ""; load(); },
    done: () => {
      const source = picked.chosen();
      if (!source) return "Choose a source first.";
      const where = plainLine(place.value);
      return () => insert(area, `[${source.cited_by}${where ? `, ${where}` : ""}]`);
    },
  });
}

function watchNewSource({ read, add }, added) {
  const [pasted, state, fields, details] = [field("source-pasted"), field("source-state"), field("source-fields"), field("source-new")];
  const inputs = Object.entries(FIELDS).map(([name, id]) => [name, field(`source-${id}`)]);
  const attempt = async (work) => {
    state.textContent = "One moment…";
    try { await work(); } catch (error) { state.textContent = error.message; }
  };
  field("source-read").addEventListener("click", () => attempt(async () => {
    const found = await send(read, { reference: pasted.value });
    for (const [name, input] of inputs) input.value = found[name];
    fields.hidden = false;
    state.textContent = "";
    inputs[0][1].focus();
  }));
  field("source-add").addEventListener("click", () => attempt(async () => {
    const { source } = await send(add, Object.fromEntries(inputs.map(([name, input]) => [name, input.value])));
    state.textContent = "";
    pasted.value = "";
    fields.hidden = true;
    details.open = false;
    say(`${source.title} is in the book's sources, and chosen.`);
    added(source);
  }));
  // Enter in a field of a new source adds it, rather than citing what is chosen above.
  for (const [, input] of inputs) {
    if (input.tagName === "INPUT") input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); field("source-add").click(); } });
  }
}

export function askForReference(area, address) {
  const [search, list, count, words] = ["search", "list", "count", "words"].map((name) => field(`reference-${name}`));
  const kinds = { chapter: "Chapter", recipe: "Recipe" };
  const picked = picker(search, list, count, { name: "referred", show: (each) => `${each.what}${each.title ? `: ${each.title}` : ""}` });
  let others = null;

  const load = async () => {
    const here = findTargets(area.value);
    picked.show([...here, ...(others || [])]);
    if (!others) {
      try {
        const { entries } = await send(address);
        others = entries.map((each) => ({ ...each, what: kinds[each.kind] || "Entry" }));
        picked.show([...here, ...others]);
      } catch (error) {
        count.textContent = error.message;
        return;
      }
    }
    if (!here.length && !others.length) count.textContent = "There is nothing to refer to yet: headings, pictures, tables, formulas and boxes come here.";
  };

  return question("reference", area, {
    open: () => { search.value = words.value = ""; load(); },
    done: () => {
      const chosen = picked.chosen();
      if (!chosen) return "Choose what to refer to first.";
      const said = plainLine(words.value);
      if (chosen.address) return () => insert(area, `[${said || plainLine(chosen.title)}](${chosen.address})`);
      return () => refer(area, chosen, said);
    },
  });
}

function refer(area, chosen, said) {
  const label = chosen.label || nameIt(area, chosen);
  insert(area, `[${said}](#${label})`);
}

// Gives what has no label one, where it stands, and comes back to where one writes.
function nameIt(area, chosen) {
  const [start, end] = [area.selectionStart, area.selectionEnd];
  const label = freshLabel(area.value, chosen.kind, nameOf(chosen));
  const put = chosen.put(label);
  const { words, length } = typeof put === "string" ? { words: put, length: 0 } : put;
  replace(area, chosen.at, chosen.at + length, words);
  const shift = chosen.at < start ? words.length - length : 0;
  area.setSelectionRange(start + shift, end + shift);
  return label;
}

// A heading such as "Summary" stands in many chapters of a book: its label says of which it is.
function nameOf(chosen) {
  if (chosen.kind !== "sec") return chosen.title || chosen.what;
  const form = document.getElementById("writing").elements;
  const chapter = slug(form.namedItem("identifier").value || form.namedItem("title").value).slice(0, 14);
  return `${chapter} ${chosen.title}`;
}
