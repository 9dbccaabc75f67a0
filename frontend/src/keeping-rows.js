// data-keep="key" data-rows on a form whose rows come and go: the whole of it is kept in this tab, and the server draws
// it again from that (op=keep saves nothing).
import htmx from "./htmx.js";
import { debounce, make, stored } from "./dom.js";

const PREFIX = "kd-keep:";
const ROWS = "form[data-keep][data-rows]";
const person = () => document.querySelector("k-uploads")?.dataset.person;
const keyOf = (form) => `${PREFIX}${person()}:${form.dataset.keep}`;
const bases = new Map(); // as the page came

const entriesOf = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string"));

function keep(form) {
  const key = keyOf(form);
  const entries = entriesOf(form);
  if (!bases.has(key) || !form.isConnected) return;
  if (entries === bases.get(key)) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, entries);
}
const later = debounce(keep, 300);
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const form = target.closest?.(ROWS);
    if (form && person()) later(form);
  });
}
// A row was added, moved or taken away.
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt === document.body || !elt.matches?.(ROWS)) return;
  keep(elt);
  if (elt.dataset.keep === drawing) elt.prepend(notice(elt));
  drawing = "";
});

let drawing = "";
addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll(ROWS)) {
    if (!person()) continue;
    const entries = entriesOf(form);
    bases.set(keyOf(form), entries);
    const kept = sessionStorage.getItem(keyOf(form));
    if (kept && kept !== entries && !form.querySelector("[aria-invalid=true]")) draw(form, stored(sessionStorage, keyOf(form), []));
  }
});

function draw(form, kept) {
  const values = { op: "keep" };
  for (const [name, value] of kept) values[name] = name in values ? [values[name], value].flat() : value;
  drawing = form.dataset.keep;
  htmx.ajax("POST", form.getAttribute("action") || location.pathname, { source: document.body, target: `#${form.id}`, select: `#${form.id}`, swap: "outerHTML", values });
}

function notice(form) {
  const words = document.querySelector("k-uploads").dataset;
  const made = make("div", "notice");
  made.dataset.kind = "note";
  made.setAttribute("role", "status");
  const drop = make("button", "button", words.dropKept);
  drop.type = "button";
  drop.dataset.kind = "link";
  drop.addEventListener("click", () => {
    sessionStorage.removeItem(keyOf(form));
    bases.delete(keyOf(form));
    location.reload();
  });
  made.append(make("div", "grow", words.kept), drop);
  return made;
}
