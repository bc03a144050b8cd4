// A part of a picture is cut out by a frame on it: dragged, or moved and sized by keys; the fields of numbers follow.
const LEAST = 5;
const CORNERS = [
  ["top left", -1, -1],
  ["top right", 1, -1],
  ["bottom left", -1, 1],
  ["bottom right", 1, 1],
];
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const between = (value, least, most) => Math.max(least, Math.min(value, most));

function ratioOf(shape, image, box) {
  const [long, short] = (shape.value || "").split(":").map(Number);
  if (!short) return 0;
  const wide = box.width * image.naturalWidth >= box.height * image.naturalHeight;
  // In percent of the sides, as boxes are.
  return ((wide ? long / short : short / long) * image.naturalHeight) / image.naturalWidth;
}

function build(cutter) {
  const stage = cutter.querySelector("[data-cutter-stage]");
  const image = cutter.querySelector("[data-cutter-whole]");
  const shape = cutter.querySelector('select[name$="-shape"]');
  const fields = Object.fromEntries(
    ["left", "top", "width", "height"].map((name) => [name, cutter.querySelector(`input[name$="-${name}"]`)]),
  );
  const frame = document.createElement("div");
  frame.className = "cutter-frame";
  const move = document.createElement("button");
  move.type = "button";
  move.className = "cutter-move";
  move.setAttribute("aria-label", "What is cut out: move it with the arrow keys");
  frame.append(move);
  let box = { left: 0, top: 0, width: 100, height: 100 };

  const read = () => {
    const value = (name, otherwise) => {
      const number = Number.parseFloat(fields[name].value);
      return Number.isFinite(number) ? number : otherwise;
    };
    box = fit({ left: value("left", 0), top: value("top", 0), width: value("width", 100), height: value("height", 100) });
  };

  const fit = (wish) => {
    const width = between(wish.width, LEAST, 100);
    const height = between(wish.height, LEAST, 100);
    return { width, height, left: between(wish.left, 0, 100 - width), top: between(wish.top, 0, 100 - height) };
  };

  const draw = () => {
    for (const name of Object.keys(box)) frame.style[name] = `${box[name]}%`;
  };

  const show = (wish) => {
    box = fit(wish);
    for (const name of Object.keys(box)) fields[name].value = String(Math.round(box[name] * 10) / 10);
    draw();
  };

  // The corner opposite to the one that moves stays where it is.
  const size = (before, across, down, dx, dy) => {
    let width = between(before.width + across * dx, LEAST, across < 0 ? before.left + before.width : 100 - before.left);
    let height = between(before.height + down * dy, LEAST, down < 0 ? before.top + before.height : 100 - before.top);
    const ratio = ratioOf(shape, image, before);
    if (ratio) {
      const most = { width: across < 0 ? before.left + before.width : 100 - before.left, height: down < 0 ? before.top + before.height : 100 - before.top };
      width = Math.min(Math.max(width, height * ratio), most.width, most.height * ratio);
      height = width / ratio;
    }
    show({
      width,
      height,
      left: across < 0 ? before.left + before.width - width : before.left,
      top: down < 0 ? before.top + before.height - height : before.top,
    });
  };

  const drag = (handle, act) => {
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      const before = { ...box };
      const { width, height } = stage.getBoundingClientRect();
      const moved = (now) => {
        act(before, ((now.clientX - event.clientX) * 100) / width, ((now.clientY - event.clientY) * 100) / height);
      };
      handle.addEventListener("pointermove", moved);
      const end = () => { handle.removeEventListener("pointermove", moved); };
      handle.addEventListener("pointerup", end, { once: true });
      handle.addEventListener("pointercancel", end, { once: true });
    });
    handle.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (!step) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      act({ ...box }, step[0] * far, step[1] * far);
    });
  };

  drag(move, (before, dx, dy) => { show({ ...before, left: before.left + dx, top: before.top + dy }); });
  for (const [name, across, down] of CORNERS) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = `cutter-corner is-${name.replace(" ", "-")}`;
    handle.setAttribute("aria-label", `The ${name} corner: move it with the arrow keys`);
    drag(handle, (before, dx, dy) => { size(before, across, down, dx, dy); });
    frame.append(handle);
  }
  for (const field of Object.values(fields)) {
    field.addEventListener("input", () => { read(); draw(); });
  }
  shape.addEventListener("change", () => {
    const ratio = ratioOf(shape, image, box);
    if (!ratio) return;
    const width = Math.min(box.width, box.height * ratio);
    const height = width / ratio;
    show({ width, height, left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2 });
  });
  read();
  draw();
  stage.append(frame);
  if (shape.value) shape.dispatchEvent(new Event("change"));
}

async function opened(cutter) {
  if (!cutter.open || cutter.dataset.built !== undefined) return;
  cutter.dataset.built = "";
  const image = cutter.querySelector("[data-cutter-whole]");
  // How wide the picture is must be known before it can be measured; what can't be shown is cut by its numbers.
  image.loading = "eager";
  try { await image.decode(); } catch { return; }
  build(cutter);
}

export function watchCutters() {
  // Cards come and go; each frame is made when its picture is asked for.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("[data-cutter]")) opened(event.target);
  }, true);
}
