// Words that the site does not have yet, kept in the browser's own storage: by person, by sheet (the address at which its
// form keeps itself) and by window. They go when the site has them, at the latest when their writer signs out.
const PREFIX = "cookbook-words";
const HERE = "cookbook-here";
const SAVED = "saved-window";
const DAYS_KEPT = 60;
const DAY = 864e5;

// Who lets nothing be kept has only the page itself.
function storage() {
  try { return window.localStorage; } catch { return null; }
}

const keyOf = (writer, sheet, name) => [PREFIX, writer, sheet, name].join(" ");

function keysOf(...parts) {
  const store = storage();
  const start = `${[PREFIX, ...parts].join(" ")} `;
  return store ? Object.keys(store).filter((key) => key.startsWith(start)) : [];
}

// Gives whether the words are kept now.
export function keepCopy(writer, sheet, name, copy) {
  try {
    storage().setItem(keyOf(writer, sheet, name), JSON.stringify({ ...copy, at: Date.now() }));
    return true;
  } catch { return false; }
}

export function dropCopy(writer, sheet, name) {
  storage()?.removeItem(keyOf(writer, sheet, name));
}

// All copies of a sheet, the newest first: [{name, at, words, base, apart}].
export function copiesOf(writer, sheet) {
  const found = [];
  for (const key of keysOf(writer, sheet)) {
    try {
      const copy = JSON.parse(storage().getItem(key));
      if (!Array.isArray(copy.words) || Date.now() - copy.at > DAYS_KEPT * DAY) throw new Error("too old");
      found.push({ ...copy, name: key.split(" ").pop() });
    } catch { storage().removeItem(key); }
  }
  return found.sort((one, other) => other.at - one.at);
}

function forget(keys) {
  for (const key of keys) storage().removeItem(key);
}

// Other windows hear of it when somebody is (again) signed in here.
export function hearOfSignIn(act) {
  window.addEventListener("storage", (event) => { if (event.key === HERE && event.newValue) act(); });
}

function tellOfSignIn() {
  const writer = document.querySelector('meta[name="writer"]')?.content;
  try { if (writer) storage().setItem(HERE, `${writer} ${Date.now()}`); } catch { /* then they find out when they try again */ }
}

// After a save the site names the window whose words it has now.
function dropSaved() {
  const name = document.cookie.split("; ").find((pair) => pair.startsWith(`${SAVED}=`))?.slice(SAVED.length + 1);
  if (!name) return;
  document.cookie = `${SAVED}=; Max-Age=0; Path=/; SameSite=Lax`;
  const store = storage();
  if (store) forget(Object.keys(store).filter((key) => key.startsWith(`${PREFIX} `) && key.endsWith(` ${name}`)));
}

export function watchCopies() {
  tellOfSignIn();
  dropSaved();
  const writer = document.querySelector('meta[name="writer"]')?.content;
  document.addEventListener("submit", (event) => {
    if (!writer) return;
    if (event.target.matches("form[data-signs-out]")) forget(keysOf(writer));
    const sheet = event.target.dataset.forgets;
    // What another window wrote apart from what is thrown away stays.
    if (sheet) for (const copy of copiesOf(writer, sheet)) if (!copy.apart) dropCopy(writer, sheet, copy.name);
  });
}
