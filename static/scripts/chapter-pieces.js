// What a few words in a dialog make: a link, a table, a footnote; and the boxes of a textbook.
import { faultOfLabel, freshLabel } from "./chapter-labels.js";
import { field, followWords, question } from "./chapter-asking.js";
import { insert, insertBlock, plainLine, replace, selectedWords } from "./chapter-text.js";

const SCHEME = /^(?:https?:\/\/|mailto:|#|\.\.?\/)/i;
const MOST_COLUMNS = 12;
const MOST_ROWS = 60;
const HERE = "\u0000";

// What stands in each box; between two signs is what is selected, to be written over.
const BOXES = {
  objectives: ["Say what a reader can do afterwards", (words) => `::: {.objectives}\n${words || `- ${HERE}`}\n:::`],
  "key-terms": ["A term", (words) => `::: {.key-terms}\n${words || `${HERE}\n:   What it means.`}\n:::`],
  definition: ["Name of it", (words) => `::: {.definition title="${HERE}"}\n${words || "What it is."}\n:::`],
  theorem: ["Name of it", (words) => `::: {.theorem title="${HERE}"}\n${words || "What holds."}\n:::`],
  example: ["Name of it", (words) => `::: {.example title="${HERE}"}\n${words || "How it goes."}\n:::`],
  exercise: ["Name of it", (words) => `::: {.exercise title="${HERE}"}\n${words || "What to do."}\n:::\n\n::: {.solution}\nHow it is done.\n:::`],
  summary: ["What to take along", (words) => `::: {.summary}\n${words || HERE}\n:::`],
  note: ["What to note", (words) => `::: {.note}\n${words || HERE}\n:::`],
  warning: ["What to beware of", (words) => `::: {.warning}\n${words || HERE}\n:::`],
};

export function insertBox(area, name) {
  const [placeholder, make] = BOXES[name];
  const words = make(selectedWords(area).trim());
  insertBlock(area, words.replace(HERE, placeholder), words.includes(HERE) ? placeholder : "");
}

export function askForLink(area) {
  const [words, address] = [field("link-words"), field("link-address")];
  return question("link", area, {
    open: () => {
      const chosen = selectedWords(area).trim();
      const isAddress = SCHEME.test(chosen);
      words.value = isAddress ? "" : chosen;
      address.value = isAddress ? chosen : "";
    },
    done: () => {
      const to = address.value.trim().replace(/\s/g, "%20").replace(/[()<>]/g, (sign) => encodeURIComponent(sign).replace("(", "%28").replace(")", "%29"));
      if (!to) return "Where does it lead? Write an address.";
      const whole = SCHEME.test(to) ? to : to.includes("@") ? `mailto:${to}` : `https://${to}`;
      const shown = plainLine(words.value) || whole.replace(/^https?:\/\//, "");
      return () => insert(area, `[${shown}](${whole})`);
    },
  });
}

export function askForTable(area) {
  const [columns, rows, caption, label] = ["columns", "rows", "caption", "label"].map((name) => field(`table-${name}`));
  const begin = followWords(caption, label, (words) => freshLabel(area.value, "tbl", words));
  return question("table", area, {
    open: () => { caption.value = label.value = ""; begin(); },
    done: () => {
      const fault = faultOfLabel(area.value, label.value.trim());
      if (fault) return fault;
      const wide = Math.min(MOST_COLUMNS, Math.max(1, Number(columns.value) || 1));
      const long = Math.min(MOST_ROWS, Math.max(1, Number(rows.value) || 1));
      const row = (fill) => `|${Array.from({ length: wide }, (_, n) => fill(n)).join("|")}|`;
      const lines = [row((n) => ` Heading ${n + 1} `), row(() => "-----------"), ...Array.from({ length: long }, () => row(() => "           "))];
      const said = plainLine(caption.value);
      const name = label.value.trim() ? ` {#${label.value.trim()}}` : "";
      const below = said || name ? `\n\n: ${said}${name}` : "";
      return () => insertBlock(area, lines.join("\n") + below, "Heading 1");
    },
  });
}

export function askForFootnote(area) {
  const text = field("footnote-text");
  return question("footnote", area, {
    open: () => { text.value = ""; },
    done: () => {
      const words = text.value.trim();
      if (!words) return "A note needs words.";
      return () => insertFootnote(area, words);
    },
  });
}

function insertFootnote(area, words) {
  const taken = new Set([...area.value.matchAll(/\[\^([^\]\s]+)\]/g)].map((found) => found[1]));
  let number = 1;
  while (taken.has(String(number))) number += 1;
  const position = area.selectionEnd;
  // Whatever is below the first line of a note belongs to it as long as it stands further in.
  const note = `[^${number}]: ${words.replace(/\n/g, "\n    ").replace(/[ \t]+\n/g, "\n")}`;
  const end = area.value.length;
  const lead = /\n\n$/.test(area.value) || !end ? "" : area.value.endsWith("\n") ? "\n" : "\n\n";
  const isAtTheEnd = position === end;
  if (isAtTheEnd) {
    replace(area, position, position, `[^${number}]\n\n${note}\n`, [`[^${number}]`.length, `[^${number}]`.length]);
    return;
  }
  replace(area, end, end, `${lead}${note}\n`);
  replace(area, position, position, `[^${number}]`);
}
