// What a chapter's text has that one can refer to: headings, figures, tables, formulas, and boxes with a name.
const FURNITURE = {
  definition: ["Definition", "def"], theorem: ["Theorem", "thm"], example: ["Example", "ex"], exercise: ["Exercise", "exr"],
  objectives: ["Objectives", "box"], summary: ["Summary", "box"], note: ["Note", "box"], tip: ["Tip", "box"], warning: ["Warning", "box"],
};
const HEADING = /^(#{1,6})[ \t]+(.+?)[ \t]*(?:\{([^{}]*)\})?[ \t]*$/;
const FIGURE = /^!\[(.*)\]\(([^()]*)\)(?:\{(.*)\})?[ \t]*$/;
const CAPTION = /^(?::|Table:)[ \t]+(.+?)[ \t]*(?:\{([^{}]*)\})?[ \t]*$/;
const BOX = /^:{3,}[ \t]*(?:\{(.*)\}|([\w-]+))[ \t]*:*$/;
const FORMULA_END = /\$\$[ \t]*(?:\{([^{}]*)\})?[.,;:]?[ \t]*$/;
const CODE = /^[ \t]*(`{3,}|~{3,})/;
const LABEL = /^\p{L}[\p{L}\p{N}_:.-]*$/u;
const LONGEST = 32;

// Makes of words the part of a label behind its colon.
export function slug(words) {
  const plain = words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return plain.replace(/^-+/, "").slice(0, LONGEST).replace(/-+$/, "");
}

export function labelsIn(text) {
  return new Set([...text.matchAll(/\{[^{}\n]*?#([^\s{}]+)/g)].map((found) => found[1]));
}

// Gives a label that the text doesn't have yet: fig:settling, or fig:settling-2.
export function freshLabel(text, kind, words) {
  const taken = labelsIn(text);
  const stem = `${kind}:${slug(words) || "1"}`;
  let label = stem;
  for (let number = 2; taken.has(label); number += 1) label = `${stem}-${number}`;
  return label;
}

// Says what is wrong with a label that somebody wrote, or "".
export function faultOfLabel(text, label) {
  if (!label) return "";
  if (!LABEL.test(label)) return "Begin the short name with a letter, and use only letters, digits and - . : _";
  return labelsIn(text).has(label) ? "Something else in your text has this short name." : "";
}

// Gives all that one can refer to, in order: {kind, what, title, label}, and where a label goes that isn't there yet.
export function findTargets(text) {
  const found = [];
  const lines = text.split("\n");
  let [offset, fence, opened] = [0, "", -1];
  lines.forEach((line, number) => {
    const mark = line.match(CODE)?.[1] || "";
    if (fence || mark) {
      if (!fence) fence = mark;
      else if (mark.startsWith(fence)) fence = "";
    } else if (opened >= 0 || line.startsWith("$$")) {
      const begins = opened < 0;
      if (begins) opened = offset;
      const rest = begins ? line.slice(2) : line;
      if (FORMULA_END.test(rest)) {
        found.push(formula(text.slice(opened, offset + line.length), opened));
        opened = -1;
      }
    } else {
      const target = targetOf(line, offset, lines, number);
      if (target) found.push(target);
    }
    offset += line.length + 1;
  });
  return found;
}

function targetOf(line, offset, lines, number) {
  const end = offset + line.trimEnd().length;
  let match = line.match(HEADING);
  if (match) return target("sec", "Section", match[2], match[3], offset, line, end);
  match = line.match(FIGURE);
  if (match && !/\.decorative\b/.test(match[3] || "")) {
    const title = match[1] || match[3]?.match(/alt="([^"]*)"/)?.[1] || match[2];
    return target("fig", "Figure", title, match[3], offset, line, end, "");
  }
  match = line.match(CAPTION);
  if (match && isBesideATable(lines, number)) return target("tbl", "Table", match[1], match[2], offset, line, end);
  match = line.match(BOX);
  return match ? box(match, offset, line) : null;
}

function target(kind, what, title, attributes, offset, line, end, blank = " ") {
  const label = attributes?.match(/#([^\s}]+)/)?.[1] || "";
  const isBraced = attributes !== undefined;
  const at = isBraced ? attributesStart(line, offset) : end;
  return { kind, what, title, label, at, put: (name) => (isBraced ? `#${name} ` : `${blank}{#${name}}`) };
}

// The braces of attributes open where the last ones do that aren't within quotation marks.
function attributesStart(line, offset) {
  const closed = line.replace(/"[^"]*"/g, (words) => "_".repeat(words.length));
  return offset + closed.lastIndexOf("{") + 1;
}

function box(match, offset, line) {
  const [, attributes, alone] = match;
  const kind = alone || attributes.match(/\.([\w-]+)/)?.[1] || "";
  if (!FURNITURE[kind]) return null;
  const [what, prefix] = FURNITURE[kind];
  const title = attributes?.match(/title="([^"]*)"/)?.[1] || "";
  const label = attributes?.match(/#([^\s}]+)/)?.[1] || "";
  const start = offset + line.indexOf(alone ? alone : "{") + (alone ? 0 : 1);
  const put = (name) => (alone ? { words: `{.${alone} #${name}}`, length: alone.length } : `#${name} `);
  return { kind: prefix, what, title, label, at: start, put };
}

function formula(words, offset) {
  const attributes = words.match(FORMULA_END)?.[1];
  const label = attributes?.match(/#([^\s}]+)/)?.[1] || "";
  const end = offset + words.replace(/[.,;:]?[ \t]*$/, "").length;
  const title = words.replace(/\$\$/g, " ").replace(/\{#[^}]*\}/, "").replace(/\s+/g, " ").trim().slice(0, 60);
  return { kind: "eq", what: "Formula", title, label, at: end, put: (name) => ` {#${name}}` };
}

function isBesideATable(lines, number) {
  const isOfATable = (line) => Boolean(line) && (/^[ \t]*[|+]/.test(line) || /^[ \t]*-{2,}[- ]*$/.test(line));
  const next = (step) => { let at = number + step; if (lines[at] !== undefined && !lines[at].trim()) at += step; return lines[at]; };
  return isOfATable(next(-1)) || isOfATable(next(1));
}
