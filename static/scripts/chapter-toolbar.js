// The toolbar of a text: one stop of the Tab key, arrows from tool to tool, and a menu that hangs from one of them.

export function watchToolbar(bar, use) {
  const tools = [...bar.querySelectorAll(".tool")];
  const makeStop = stopAtOne(bar, tools);
  bar.addEventListener("keydown", (event) => move(event, tools));
  bar.addEventListener("click", (event) => {
    const tool = event.target.closest(".tool");
    if (tool) { makeStop(tool); use(tool.dataset.tool, tool); }
  });
}

export function watchMenu(menu, choose) {
  const items = [...menu.querySelectorAll('[role="menuitem"]')];
  stopAtOne(menu, items);
  let opener = null;
  const close = () => { menu.hidden = true; opener?.setAttribute("aria-expanded", "false"); };
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      close();
      opener.focus();
      if (event.key === "Escape") event.preventDefault();
      return;
    }
    move(event, items, "ArrowUp", "ArrowDown");
  });
  menu.addEventListener("click", (event) => {
    const item = event.target.closest('[role="menuitem"]');
    if (!item) return;
    close();
    choose(item.dataset.box);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && !opener.contains(event.target)) close();
  });
  return (tool) => {
    opener = tool;
    if (!menu.hidden) { close(); return; }
    menu.hidden = false;
    tool.setAttribute("aria-expanded", "true");
    menu.scrollIntoView({ block: "nearest" });
    items[0].focus();
  };
}

function stopAtOne(place, stops) {
  const makeStop = (stop) => { for (const each of stops) each.tabIndex = each === stop ? 0 : -1; };
  makeStop(stops[0]);
  place.addEventListener("focusin", (event) => { if (stops.includes(event.target)) makeStop(event.target); });
  return makeStop;
}

function move(event, stops, back = "ArrowLeft", on = "ArrowRight") {
  const at = stops.indexOf(document.activeElement);
  const to = { [back]: at - 1, [on]: at + 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  stops.at(to % stops.length).focus();
}
