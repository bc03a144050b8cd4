// <form data-autosave="/address" data-writer="7"> keeps itself while somebody writes, and says so in its [data-save-state].
//
// The address gets the form's fields by POST, with `writer` and `window`. It answers JSON: `said` (words to show), `fields`
// ({name: value}, which go back into the form), `token` (where the one that was sent is too old), `sign_in` (where one
// can). Nothing is saved by it: what it keeps is a draft. What has not reached the site is kept in this browser, and offered
// when the page is opened again.
import { copiesOf, dropCopy, hearOfSignIn, keepCopy } from "./copies.js";
import { say } from "./speaking.js";
import { formToken, renewTokens } from "./token.js";

const PAUSE = 1500;
const LONGEST_PAUSE = 10000;
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;
const MOMENT = 60000;
const PATIENCE = 20000;
const AT_SUBMIT = 3000;
const TOLD = ["title", "body", "ingredients", "method", "headnote"];
const NOT_WORDS = new Set(["csrf_token", "base", "draft", "window", "writer", "action", "as"]);
const OFFLINE = "You are offline. What you write is kept in this browser, and goes to the site as soon as you are back.";
const FAILED = "Not saved yet. Your words are safe in this browser; we try again in a moment.";
const NOWHERE = "Not saved yet, and this browser keeps nothing. Please leave the page open; we try again in a moment.";
const APART = "You are writing this in another window too. What stands here is kept in this browser. Save it, and nothing is lost.";
const LEAVE = "Some of your words could not be saved. If you sign out now, they are lost. Sign out all the same?";

const newName = () => [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const clock = (moment) => new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const plain = (words) => words.replace(/\r\n?/g, "\n");
const day = (moment) => new Date(moment).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long" });

class Autosave {
  constructor(form) {
    this.form = form;
    this.sheet = form.dataset.autosave;
    this.writer = form.dataset.writer;
    this.name = this.get("window") || newName();
    this.place = form.querySelector("[data-save-state]");
    // It speaks when there is something to hear, not after every pause.
    this.place?.removeAttribute("role");
    // A form that came back is on no site yet, and neither is what the browser itself has put in again.
    this.known = form.dataset.unkept === undefined ? JSON.stringify(servedWords(form)) : "";
    this.left = "";
    this.state = "calm";
    this.retry = FIRST_RETRY;
    this.timer = 0;
    this.firstChange = 0;
    this.sending = null;
    this.copied = true;
    this.set("window", this.name);
    this.listen();
    if (this.dirty()) this.changed();
    this.offer();
  }

  listen() {
    const { form } = this;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("submit", (event) => { if (event.target.matches("[data-signs-out]")) this.signedOut(event); }, true);
    window.addEventListener("online", () => this.again());
    window.addEventListener("offline", () => { if (this.dirty()) this.tell("waits", OFFLINE); });
    window.addEventListener("focus", () => { if (this.state === "door") this.again(); });
    hearOfSignIn(() => { if (this.state === "door") this.again(); });
    // A phone may close a page that is out of sight without another word.
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); });
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.leaving = false; });
    window.addEventListener("beforeunload", (event) => { if (!this.leaving && this.dirty() && !this.copied) event.preventDefault(); });
  }

  // The words of the form, as pairs; a photo is none.
  words() {
    return [...new FormData(this.form).entries()]
      .filter(([name, value]) => !NOT_WORDS.has(name) && typeof value === "string")
      .map(([name, value]) => [name, plain(value)]);
  }

  snapshot() { return JSON.stringify(this.words()); }

  dirty() { return this.snapshot() !== this.known; }

  get(name) { return this.form.elements.namedItem(name)?.value ?? ""; }

  set(name, value) {
    const field = this.form.elements.namedItem(name);
    if (field) field.value = value;
  }

  changed() {
    if (!this.dirty()) { this.settled(); return; }
    this.copied = keepCopy(this.writer, this.sheet, this.name, { words: this.words(), base: this.get("base"), apart: this.state === "apart" });
    if (this.state === "apart" || this.state === "door") return;
    if (!navigator.onLine) { this.tell("waits", this.copied ? OFFLINE : NOWHERE); return; }
    if (this.state === "calm") this.tell("calm", "Not saved yet");
    this.firstChange ||= Date.now();
    this.wait(Math.max(0, Math.min(PAUSE, this.firstChange + LONGEST_PAUSE - Date.now())));
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), time);
  }

  again() {
    this.retry = FIRST_RETRY;
    if (this.dirty() && this.state !== "apart") this.send();
  }

  send() {
    clearTimeout(this.timer);
    // One at a time: the answer to one tells what the next one stands on.
    this.sending ||= this.attempt().finally(() => {
      this.sending = null;
      if (this.dirty() && this.state === "calm") this.wait(PAUSE);
    });
    return this.sending;
  }

  async attempt(renewed = false) {
    const sent = this.snapshot();
    this.firstChange = 0;
    let answer;
    let news;
    try {
      answer = await fetch(this.sheet, { ...this.request(), signal: AbortSignal.timeout?.(PATIENCE) });
      news = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    } catch {
      this.failed(navigator.onLine ? FAILED : OFFLINE);
      return;
    }
    if (answer.status === 400 && news.token && !renewed) {
      renewTokens(news.token);
      await this.attempt(true);
    } else if (news.sign_in) this.door(news);
    else if (answer.status === 409) this.apart(news.said);
    else if (answer.ok && news.fields) this.kept(sent, news);
    else this.failed(news.said ? `${news.said} What stands here is kept in this browser.` : FAILED, Number(answer.headers.get("Retry-After")) * 1000);
  }

  request() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body.entries()]) if (typeof value !== "string") body.delete(name);
    body.set("writer", this.writer);
    return { method: "POST", body, redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": formToken(this.form) } };
  }

  kept(sent, news) {
    this.known = sent;
    this.retry = FIRST_RETRY;
    for (const [name, value] of Object.entries(news.fields)) this.set(name, value);
    if (this.state !== "calm") say("Saved again");
    this.state = "calm";
    this.savedAt = Date.now();
    this.settled(news.said);
  }

  settled(words = "Saved a moment ago") {
    if (this.dirty()) return;
    clearTimeout(this.timer);
    dropCopy(this.writer, this.sheet, this.name);
    if (this.state !== "calm" && this.state !== "waits") return;
    this.state = "calm";
    this.tell("calm", this.savedAt ? words : "");
    clearTimeout(this.later);
    this.later = setTimeout(() => { if (this.savedAt && !this.dirty()) this.tell("calm", `Saved at ${clock(this.savedAt)}`); }, MOMENT);
  }

  failed(words, wait = 0) {
    this.tell("waits", this.copied ? words : NOWHERE);
    this.wait(wait || this.retry * (0.75 + Math.random() / 2));
    this.retry = Math.min(this.retry * 2, LAST_RETRY);
  }

  door(news) {
    this.wait(LAST_RETRY);
    if (this.state === "door" && this.said === news.said) return;
    this.said = news.said;
    const link = document.createElement("a");
    link.href = news.sign_in;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in, in a window of its own";
    this.tell("door", `${news.said} ${this.copied ? "Your words are kept in this browser." : "Please leave this page open."} `, link);
  }

  apart(words) {
    this.tell("apart", words || APART);
    this.copied = keepCopy(this.writer, this.sheet, this.name, { words: this.words(), base: this.get("base"), apart: true });
  }

  tell(state, words, ...more) {
    const news = state !== this.state || state !== "calm";
    this.state = state;
    if (!this.place || (this.place.textContent === words && !more.length)) return;
    this.place.replaceChildren(words, ...more);
    this.place.dataset.state = state;
    if (news && state !== "calm") say(words);
  }

  // What is under way must not arrive after the words are saved, or it would come back as unsaved.
  submitted(event) {
    clearTimeout(this.timer);
    if (this.leaving || event.defaultPrevented) return;
    this.leaving = true;
    if (!this.sending) return;
    event.preventDefault();
    const button = event.submitter;
    const go = () => this.form.requestSubmit(button);
    Promise.race([this.sending, new Promise((done) => { setTimeout(done, AT_SUBMIT); })]).then(go, go);
  }

  leave() {
    if (this.leaving || this.sending || !this.dirty() || this.state === "apart" || this.left === this.snapshot()) return;
    this.left = this.snapshot();
    // The answer may come too late to be heard; the copy stays until the words are seen on the site.
    fetch(this.sheet, { ...this.request(), keepalive: true }).catch(() => {});
  }

  // Who signs out takes their words out of this browser, so the site has to have them first.
  async signedOut(event) {
    if (this.leaving || !this.dirty()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.race([this.send(), new Promise((done) => { setTimeout(done, AT_SUBMIT); })]);
    this.leaving = !this.dirty() || window.confirm(LEAVE);
    if (this.leaving) event.target.requestSubmit();
  }

  // What this browser has and the form does not say.
  offer() {
    const place = document.querySelector("[data-kept-here]");
    const pattern = document.getElementById("kept-here");
    for (const copy of copiesOf(this.writer, this.sheet)) {
      if (copy.name === this.name) continue;
      if (JSON.stringify(copy.words) === this.snapshot()) { dropCopy(this.writer, this.sheet, copy.name); continue; }
      if (!place || !pattern) continue;
      const notice = pattern.content.firstElementChild.cloneNode(true);
      notice.querySelector("[data-words]").textContent = this.about(copy);
      notice.querySelector("[data-take]").addEventListener("click", () => { this.take(copy); notice.remove(); });
      notice.querySelector("[data-drop]").addEventListener("click", () => {
        dropCopy(this.writer, this.sheet, copy.name);
        notice.remove();
        say("Thrown away");
        this.form.querySelector("input:not([type=hidden]), textarea")?.focus();
      });
      place.append(notice);
    }
  }

  about(copy) {
    const words = new Map(copy.words);
    const start = (TOLD.map((name) => words.get(name)?.trim()).find(Boolean) || "").split("\n")[0].slice(0, 60);
    return `They were written here on ${day(copy.at)} at ${clock(copy.at)} and have not reached the site${start ? `: “${start}…”` : "."}`;
  }

  // The two change places: what stood in the form is kept in their stead.
  take(copy) {
    const before = { words: this.words(), base: this.get("base"), apart: true };
    fill(this.form, copy.words);
    this.set("base", copy.base);
    dropCopy(this.writer, this.sheet, copy.name);
    if (before.words.some(([name, value]) => value && TOLD.includes(name))) keepCopy(this.writer, this.sheet, copy.name, before);
    this.form.dispatchEvent(new Event("filled"));
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    say("Put into the form");
    this.form.querySelector("input:not([type=hidden]), textarea")?.focus();
  }
}

// The words as the site has sent them.
function servedWords(form) {
  const words = [];
  for (const field of form.elements) {
    if (!field.name || NOT_WORDS.has(field.name) || ["file", "submit", "button", "fieldset"].includes(field.type)) continue;
    if (["checkbox", "radio"].includes(field.type)) {
      if (field.defaultChecked) words.push([field.name, field.value]);
    } else if (field.options) {
      const chosen = [...field.options].find((option) => option.defaultSelected) || field.options[0];
      if (chosen) words.push([field.name, chosen.value]);
    } else words.push([field.name, plain(field.defaultValue)]);
  }
  return words;
}

function fill(form, words) {
  const values = new Map(words);
  for (const field of form.elements) {
    if (!field.name || NOT_WORDS.has(field.name) || field.type === "file") continue;
    if (field.type === "checkbox") field.checked = values.has(field.name);
    else if (field.type === "radio") field.checked = values.get(field.name) === field.value;
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
}

export function watchAutosaves() {
  for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
}
