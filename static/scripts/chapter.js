// The tools above a chapter's text, which stays a plain text area with our Markdown in it.
import { askForReference, askForSource } from "./chapter-citing.js";
import { askForFigure } from "./chapter-figures.js";
import { askForFormula } from "./chapter-formulas.js";
import { MARKS, goOnWithList } from "./chapter-marks.js";
import { askForFootnote, askForLink, askForTable, insertBox } from "./chapter-pieces.js";
import { watchMenu, watchToolbar } from "./chapter-toolbar.js";

const KEYS = { b: "bold", i: "italic", k: "link" };

function begin(area) {
  const { upload, entries, sources, read, add, formula } = document.getElementById("composing").dataset;
  const bar = document.querySelector(".tools-row");
  const questions = {
    link: askForLink(area),
    table: askForTable(area),
    footnote: askForFootnote(area),
    formula: askForFormula(area, formula),
    figure: askForFigure(area, upload),
    source: askForSource(area, { sources, read, add }),
    reference: askForReference(area, entries),
  };
  const openMenu = watchMenu(document.getElementById("box-menu"), (name) => insertBox(area, name));
  const use = (name, tool) => {
    if (name === "box") openMenu(tool);
    else if (questions[name]) questions[name]();
    else MARKS[name](area);
  };
  watchToolbar(bar, use);
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.shiftKey) return;
    const name = (event.ctrlKey || event.metaKey) && KEYS[event.key.toLowerCase()];
    if (name) {
      event.preventDefault();
      use(name);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && goOnWithList(area)) {
      event.preventDefault();
    }
  });
}

const area = document.querySelector("textarea[data-composed]");
if (area) begin(area);
