// A picture: sent at once, described or marked as a decoration, and put in where one writes.
import { faultOfLabel, freshLabel } from "./chapter-labels.js";
import { field, followWords, question, send } from "./chapter-asking.js";
import { insertBlock, plainLine, plainValue } from "./chapter-text.js";

export function askForFigure(area, address) {
  const [file, state, alt, decorative] = ["file", "state", "alt", "decorative"].map((name) => field(`figure-${name}`));
  const [caption, label, pictures] = ["caption", "label", "pictures"].map((name) => field(`figure-${name}`));
  const waiting = document.querySelector('#writing input[name="pictures"]');
  let sending = 0;
  const begin = followWords(caption, label, (words) => freshLabel(area.value, "fig", words));
  const chosen = () => pictures.querySelector("input:checked");
  const showNeeds = () => { for (const each of [alt, caption, label]) each.disabled = decorative.checked; };

  file.addEventListener("change", async () => {
    const picture = file.files[0];
    if (!picture || !file.checkValidity()) return;
    sending += 1;
    state.textContent = `Sending ${picture.name}…`;
    try {
      const kept = await send(address, { picture, maker: field("figure-maker").value, title: document.querySelector('#writing input[name="title"]').value });
      if (kept.token) waiting.value = `${waiting.value} ${kept.token}`.trim();
      show(kept);
      state.textContent = `${picture.name} is here.`;
    } catch (error) {
      state.textContent = error.message;
    } finally {
      sending -= 1;
      file.value = "";
    }
  });
  decorative.addEventListener("change", showNeeds);

  function show(kept) {
    const known = [...pictures.querySelectorAll("input")].find((input) => input.value === kept.path);
    if (known) { known.checked = true; return; }
    const item = document.createElement("li");
    const input = Object.assign(document.createElement("input"), { type: "radio", name: "figure-path", value: kept.path, id: `figure-${pictures.querySelectorAll("li").length + 1}`, checked: true });
    const name = document.createElement("label");
    name.htmlFor = input.id;
    const image = Object.assign(document.createElement("img"), { src: kept.address, alt: "", width: 96, height: 72 });
    name.append(image, Object.assign(document.createElement("span"), { textContent: kept.path.split("/").pop() }));
    item.append(input, name);
    pictures.querySelector("ul").append(item);
    pictures.hidden = false;
  }

  return question("figure", area, {
    open: () => {
      alt.value = caption.value = label.value = state.textContent = "";
      decorative.checked = false;
      const before = chosen();
      if (before) before.checked = false;
      showNeeds();
      begin();
    },
    done: () => {
      if (sending) return "The picture is still on its way. One moment.";
      if (!chosen()) return "Choose a picture first.";
      const path = `../${chosen().value}`;
      if (decorative.checked) return () => insertBlock(area, `![](${path}){alt="" .decorative}`);
      if (!alt.value.trim()) return "Say what the picture shows, or tick that it only decorates.";
      const name = label.value.trim();
      const fault = faultOfLabel(area.value, name);
      return fault || (() => insertBlock(area, `![${plainLine(caption.value)}](${path}){${name ? `#${name} ` : ""}alt="${plainValue(alt.value)}"}`));
    },
  });
}
