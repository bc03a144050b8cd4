// The lines of a recipe's field <-> rows, by the rules of cookbook/contributing/recipe_lines.py.
//
// A row is {kind, words, read, raw, gap, after}: `kind` is "item", "heading" or "kept" (what a row can't show as one line: a
// remark, an item of several lines); `words` what it says now, and `read` what it said when it was read; `raw` its lines as
// they stood, `gap` the blank lines above them, `after` the row that stood there. What nobody touches is written as it stood.
const MARKER = /^ {0,3}(?:[-*+•‣◦]|\d{1,3}[.)])(?:\s+(.*))?$/;
const DASH = /^ {0,3}[–—][ \u00a0]+/;
const NUMBER_SIGNS = /^#{1,6}[ \t]+(.*)$/;
const SENTENCE_END = /[.!?:;…)"”»'’]$/;
const LONGEST_HEADING = 60;
const INDENT = "  ";

export const MOST_ROWS = 250;

export function newRow(kind = "item", words = "") {
  return { kind, words, read: null, raw: "", gap: 0, after: null };
}

function marked(line) {
  const match = MARKER.exec(line);
  if (match) return match[1] || "";
  const dash = DASH.exec(line);
  return dash ? line.slice(dash[0].length) : null;
}

// The title of the group that a line heads, or null.
export function headingOf(line) {
  if (line.startsWith("#")) {
    const match = NUMBER_SIGNS.exec(line);
    const words = match ? match[1].split(/[ \t]+/) : [];
    while (words.length && !words[words.length - 1].replace(/^#+|#+$/g, "")) words.pop();
    return words.join(" ").trim() || null;
  }
  const short = line.trim().split(/\s+/).join(" ");
  if (!short.endsWith(":") || [...short].length > LONGEST_HEADING || short.includes(". ") || marked(line) !== null) return null;
  return short.slice(0, -1).trimEnd() || null;
}

const spaced = (line) => line.replace(/^[ \t]+/, (start) => start.replaceAll("\t", "    "));

function goesOn(before, line) {
  const first = line[0] || "";
  return first !== first.toUpperCase() && first === first.toLowerCase() && !SENTENCE_END.test(before.trimEnd());
}

// Reads lines as rows. `joins`: whether a line may go on with the sentence above it.
export function readRows(text, joins) {
  const rows = [];
  let gap = 0;
  for (const raw of text.split("\n")) {
    const line = spaced(raw);
    if (!line.trim()) { gap += 1; continue; }
    takeLine(rows, line, raw, gap, joins);
    gap = 0;
  }
  for (const row of rows) row.read = row.words;
  return rows;
}

function takeLine(rows, line, raw, gap, joins) {
  const last = rows[rows.length - 1];
  const goOn = (kind, words) => {
    last.kind = kind;
    last.words = words;
    last.raw += `${"\n".repeat(gap + 1)}${raw}`;
  };
  const begin = (kind, words) => rows.push({ kind, words, read: null, raw, gap, after: last || null });
  const isItem = last && last.kind !== "heading" && !last.remark;
  if (line.startsWith(">")) {
    const words = line.slice(1).trim();
    if (last?.remark) goOn("kept", `${last.words} ${words}`);
    else { begin("kept", words); rows[rows.length - 1].remark = true; }
  } else if (line.startsWith(INDENT) && isItem) goOn("kept", `${last.words} ${line.trim()}`);
  else if (headingOf(line) !== null) begin("heading", headingOf(line));
  else if (marked(line) !== null) begin("item", marked(line).trim());
  else if (isItem && !gap && joins && goesOn(last.words, line.trim())) goOn(last.kind, `${last.words} ${line.trim()}`);
  else begin("item", line.trim());
}

const untouched = (row) => row.read !== null && row.words === row.read;

function written(row) {
  const words = row.words.trim();
  if (row.kind === "kept") return row.raw.trimStart();
  if (row.kind === "heading") return headingOf(`${words}:`) === words ? `${words}:` : `### ${words}`;
  const plain = !/^[>#]/.test(words) && headingOf(words) === null && marked(words) === null;
  return plain ? words : `- ${words}`;
}

// Writes rows as lines; `loose`: with a blank line between steps.
export function writeRows(rows, loose) {
  let text = "";
  let before = null;
  for (const row of rows) {
    const same = untouched(row) && row.after === before && (!before || untouched(before));
    if (row.kind !== "kept" && !row.words.trim() && !same) continue;
    let gap = row.kind === "heading" || (loose && before?.kind !== "heading") ? 1 : 0;
    if (same) gap = row.gap;
    if (before) text += "\n".repeat(gap + 1);
    text += same ? row.raw : written(row);
    before = row;
  }
  return text;
}
