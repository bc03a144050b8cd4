// A formula with its preview: the site reads it as the press does, and says where it can't.
import { faultOfLabel } from "./chapter-labels.js";
import { field, question, send } from "./chapter-asking.js";
import { insert, insertBlock, replace, selectedWords } from "./chapter-text.js";

const PAUSE = 350;
const WRITTEN = /^\s*(\${1,2})([^$]+)\1\s*$/;

export function askForFormula(area, address) {
  const [tex, shown, label] = [field("formula-tex"), field("formula-shown"), field("formula-label")];
  const [inline, display] = [field("formula-inline"), field("formula-display")];
  const besideDisplay = document.querySelector("[data-displayed]");
  let [timer, latest, isUnread, wasTold] = [0, 0, false, false];

  const look = async () => {
    const mine = (latest += 1);
    isUnread = wasTold = false;
    if (!tex.value.trim()) { shown.replaceChildren(); return; }
    try {
      const html = await send(address, { tex: tex.value, display: display.checked ? "yes" : "no" });
      if (mine !== latest) return;
      shown.innerHTML = html;
      isUnread = Boolean(shown.querySelector(".field-error"));
    } catch (error) {
      if (mine === latest) shown.textContent = error.message;
    }
  };
  const lookSoon = () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); };
  const showPlace = () => { besideDisplay.hidden = !display.checked; lookSoon(); };

  tex.addEventListener("input", lookSoon);
  for (const each of [inline, display]) each.addEventListener("change", showPlace);
  for (const piece of document.querySelectorAll("[data-piece]")) {
    piece.addEventListener("click", () => {
      const { selectionStart: start, selectionEnd: end } = tex;
      const words = piece.dataset.piece;
      const blank = /\\[a-z]+$/i.test(words) ? " " : "";
      // The first thing to fill in is chosen, so that one writes over it.
      const inside = words.match(/[{](.*?)[}]/);
      const from = inside ? words.indexOf(inside[0]) + 1 : words.length + blank.length;
      replace(tex, start, end, words + blank, [from, from + (inside ? inside[1].length : 0)]);
    });
  }

  return question("formula", area, {
    open: () => {
      const written = selectedWords(area).match(WRITTEN);
      tex.value = written ? written[2].trim() : "";
      (written?.[1] === "$$" ? display : inline).checked = true;
      label.value = "";
      showPlace();
      shown.replaceChildren();
    },
    done: () => {
      const words = tex.value.trim().replace(/\s*\n\s*/g, display.checked ? "\n" : " ").replace(/\$/g, "");
      if (!words) return "Write the formula first.";
      if (isUnread && !wasTold) { wasTold = true; return "It can't be read like this, and would be printed as you typed it. Press once more to put it in all the same."; }
      const name = label.value.trim();
      if (!display.checked) return () => insert(area, `$${words}$`);
      const fault = faultOfLabel(area.value, name);
      return fault || (() => insertBlock(area, `$$\n${words}\n$$${name ? ` {#${name}}` : ""}`));
    },
  });
}
