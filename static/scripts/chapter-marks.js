// The signs of the text: weight, headings, lists, quotations, code. Each is put there, or taken away where it is.
import { insert, lineAt, replace, selectedLines, selectedWords } from "./chapter-text.js";

const ITEM = /^(\s*)([-*+]|(\d+)([.)]))(\s+)/;
const QUOTED = /^> ?/;

const around = (value, start, end, mark) =>
  start >= mark.length && value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;

// One star more or less makes italic of bold.
const isItalic = (value, start, end) => {
  const stars = (text, pattern) => text.match(pattern)[0].length;
  const before = stars(value.slice(Math.max(0, start - 3), start), /\**$/);
  const behind = stars(value.slice(end, end + 3), /^\**/);
  return Math.min(before, behind) % 2 === 1;
};

function wrap(area, mark, placeholder) {
  const { value } = area;
  let [start, end] = [area.selectionStart, area.selectionEnd];
  if (start === end) [start, end] = wordAt(value, start);
  while (start < end && /\s/.test(value[start])) start += 1;
  while (start < end && /\s/.test(value[end - 1])) end -= 1;
  const words = value.slice(start, end);
  const has = mark === "*" ? isItalic(value, start, end) && around(value, start, end, mark) : around(value, start, end, mark);
  if (has) {
    replace(area, start - mark.length, end + mark.length, words, [0, words.length]);
    return;
  }
  const inside = words || placeholder;
  // A mark holds no longer than its paragraph.
  const marked = inside.split(/(\n[ \t]*\n+)/).map((part) => (part.trim() ? mark + part + mark : part)).join("");
  replace(area, start, end, marked, [mark.length, marked.length - mark.length]);
}

function wordAt(value, position) {
  let [start, end] = [position, position];
  const isOfAWord = (letter) => letter && /[\p{L}\p{N}’'-]/u.test(letter);
  if (!isOfAWord(value[start]) || !isOfAWord(value[start - 1])) return [position, position];
  while (isOfAWord(value[start - 1])) start -= 1;
  while (isOfAWord(value[end])) end += 1;
  return [start, end];
}

function heading(area, level) {
  const { value } = area;
  const [start, end] = lineAt(value, area.selectionStart);
  const [, signs, words] = value.slice(start, end).match(/^(#*)[ \t]*(.*)$/);
  if (signs.length === level && words) { replace(area, start, end, words); return; }
  const before = start && value.slice(0, start).trim() && !value.slice(0, start).endsWith("\n\n") ? "\n" : "";
  const behind = value.slice(end) && !value.slice(end).startsWith("\n\n") ? "\n" : "";
  const shown = words || "Heading";
  const from = before.length + level + 1;
  replace(area, start, end, `${before}${"#".repeat(level)} ${shown}${behind}`, [words ? from + shown.length : from, from + shown.length]);
}

function prefixLines(area, has, without, marked) {
  const { value } = area;
  const [start, end] = selectedLines(area);
  const lines = value.slice(start, end).split("\n");
  const filled = lines.filter((line) => line.trim());
  const isMarked = filled.length > 0 && filled.every(has);
  let count = 0;
  const changed = lines.map((line) => {
    if (isMarked) return without(line);
    if (!line.trim() && lines.length > 1) return marked("", 0).trim() === ">" ? ">" : line;
    count += 1;
    return marked(without(line), count);
  });
  const above = value.slice(0, start);
  const needsABreak = !isMarked && above.trim() && !above.endsWith("\n\n") && !has(above.slice(0, -1).split("\n").pop());
  const words = (needsABreak ? "\n" : "") + changed.join("\n");
  replace(area, start, end, words, lines.length > 1 ? [needsABreak ? 1 : 0, words.length] : undefined);
}

function list(area, isNumbered) {
  const has = (line) => { const item = line.match(ITEM); return Boolean(item) && Boolean(item[3]) === isNumbered; };
  const without = (line) => line.replace(ITEM, "$1");
  prefixLines(area, has, without, (line, n) => (isNumbered ? `${n}. ${line}` : `- ${line}`));
}

function code(area) {
  const words = selectedWords(area);
  if (!words.includes("\n")) { wrap(area, "`", "code"); return; }
  const [start, end] = selectedLines(area);
  const inside = area.value.slice(start, end);
  replace(area, start, end, `\`\`\`\n${inside}\n\`\`\``, [4, 4 + inside.length]);
}

// What each tool that asks nothing does to a text area.
export const MARKS = {
  heading: (area) => heading(area, 2),
  subheading: (area) => heading(area, 3),
  minor: (area) => heading(area, 4),
  bold: (area) => wrap(area, "**", "bold words"),
  italic: (area) => wrap(area, "*", "words in italics"),
  code,
  list: (area) => list(area, false),
  numbers: (area) => list(area, true),
  quotation: (area) => prefixLines(area, (line) => QUOTED.test(line), (line) => line.replace(QUOTED, ""), (line) => `> ${line}`),
};

// Enter begins the next item of a list; on an item without words it ends the list. Tells whether it did either.
export function goOnWithList(area) {
  const { value, selectionStart: position } = area;
  if (position !== area.selectionEnd) return false;
  const [start, end] = lineAt(value, position);
  const line = value.slice(start, end);
  const item = line.match(ITEM) || line.match(/^(> ?)()()()()/);
  if (!item || position < start + item[0].length) return false;
  if (!line.slice(item[0].length).trim()) {
    replace(area, start, end, "");
    return true;
  }
  const [, indent, mark, number, dot, blank] = item;
  insert(area, `\n${indent}${number ? `${Number(number) + 1}${dot}` : mark}${blank}`);
  return true;
}
