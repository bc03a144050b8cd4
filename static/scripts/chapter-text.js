// Changes to the words of a text area that the browser can take back: what is undone is what was done.

// Puts words in the place of what stands between two positions; `selected` are positions within the words.
export function replace(area, start, end, words, selected) {
  area.focus();
  area.setSelectionRange(start, end);
  // The one way in which a browser remembers what to undo, old as it is.
  const done = words ? document.execCommand("insertText", false, words) : start === end || document.execCommand("delete");
  if (!done) {
    area.setRangeText(words, start, end, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  const [from, to] = selected || [words.length, words.length];
  area.setSelectionRange(start + from, start + to);
}

// Puts words in at the cursor, in the place of what is selected.
export function insert(area, words, selected) {
  replace(area, area.selectionStart, area.selectionEnd, words, selected);
}

// Puts a block in: in the place of what is selected, or below the paragraph in which one writes. `placeholder` is selected.
export function insertBlock(area, words, placeholder = "") {
  const { value } = area;
  let [start, end] = [area.selectionStart, area.selectionEnd];
  if (start === end) start = end = endOfParagraph(value, start);
  const lead = breaksBetween(value.slice(0, start), /\n*$/);
  const rest = value.slice(end);
  const tail = rest.trim() ? breaksBetween(rest, /^\n*/) : rest ? "" : "\n";
  const from = placeholder ? words.indexOf(placeholder) : words.length;
  const selected = [lead.length + from, lead.length + from + placeholder.length];
  replace(area, start, end, lead + words + tail, selected);
}

function breaksBetween(text, atTheEdge) {
  if (!text) return "";
  return "\n".repeat(Math.max(0, 2 - text.match(atTheEdge)[0].length));
}

function endOfParagraph(value, position) {
  const [start, end] = lineAt(value, position);
  if (!value.slice(start, end).trim()) return position;
  const after = value.slice(end).search(/\n[ \t]*(?:\n|:::|$)/);
  return after < 0 ? value.length : end + after;
}

// Gives where the line begins and ends in which a position stands.
export function lineAt(value, position) {
  const end = value.indexOf("\n", position);
  return [value.lastIndexOf("\n", position - 1) + 1, end < 0 ? value.length : end];
}

// Gives where the lines begin and end that are selected, in whole.
export function selectedLines(area) {
  const { value, selectionStart, selectionEnd } = area;
  const isBehindABreak = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n";
  return [lineAt(value, selectionStart)[0], lineAt(value, selectionEnd - (isBehindABreak ? 1 : 0))[1]];
}

export function selectedWords(area) {
  return area.value.slice(area.selectionStart, area.selectionEnd);
}

// Gives words as one line that means nothing but itself where Markdown reads brackets.
export function plainLine(words) {
  return words.replace(/\s+/g, " ").trim().replace(/[[\]\\]/g, "");
}

// Gives words as the value of an attribute, between quotation marks.
export function plainValue(words) {
  return words.replace(/\s+/g, " ").trim().replace(/["\\]/g, "’");
}
