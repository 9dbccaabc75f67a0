// data-keep="key" on a form: what is typed is kept in this tab until it is saved, also when the session ends meanwhile.
import { debounce, emit, make, stored } from "./dom.js";
import { entriesOf, put } from "./fields.js";

const PREFIX = "kd-keep:";
const person = () => document.querySelector("k-uploads")?.dataset.person;
const keyOf = (form) => `${PREFIX}${person()}:${form.dataset.keep}`;

function keep(form) {
  if (Date.now() - (form.savedAt ?? 0) < 350) return;
  const before = entriesOf(form, { initial: true });
  const changed = [...entriesOf(form).values()].filter((entry) => JSON.stringify(entry.values) !== JSON.stringify(before.get(entry.name).values));
  if (!changed.length) return sessionStorage.removeItem(keyOf(form));
  sessionStorage.setItem(keyOf(form), JSON.stringify(changed.map(({ name, values, shown }) => ({ name, values, shown }))));
}
const later = debounce(keep, 300);
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const form = target.closest?.("form[data-keep]:not([data-rows])");
    if (form && person()) later(form);
  });
}

// Saved: forgotten, unless the answer is the form again.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("form[data-keep]:is([data-rows], :not([hx-post]))")) {
    if (!("rows" in target.dataset)) keep(target);

    sessionStorage.setItem("kd-kept", keyOf(target));
  }
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form[data-keep][hx-post]:not([data-rows])");
  if (!form || detail.requestConfig.verb !== "post" || !isDone(detail.xhr) || form.contains(document.activeElement?.closest("[aria-invalid=true]"))) return;
  // A preview within the form saves nothing.
  if (detail.elt !== form && detail.pathInfo.requestPath !== form.getAttribute("hx-post")) return;
  const answer = detail.xhr.responseText;
  if (answer.includes(`data-keep="${form.dataset.keep}"`) || /login/.test(detail.xhr.responseURL)) return;
  form.savedAt = Date.now();
  sessionStorage.removeItem(keyOf(form));
});

/** htmx calls an answer that leads elsewhere neither done nor failed; one that asks for something first comes back (`next`). */
function isDone(xhr) {
  const elsewhere = xhr?.getResponseHeader("HX-Redirect") ?? "";
  return xhr?.status >= 200 && xhr.status < 300 && !/[?&]next=/.test(elsewhere);
}

function restore(form) {
  const kept = stored(sessionStorage, keyOf(form));
  if (!kept || form.dataset.kept) return;
  form.dataset.kept = "1";
  const entries = entriesOf(form);
  const missing = kept.filter(({ name, values }) => entries.has(name) && JSON.stringify(entries.get(name).values) !== JSON.stringify(values));
  if (!missing.length) return;
  const before = missing.map(({ name }) => ({ entry: entries.get(name), values: entries.get(name).values, shown: entries.get(name).shown }));
  for (const each of missing) put(entries.get(each.name), each);
  (form.querySelector(".dialog-body") ?? form).prepend(notice(form, before));
  emit(form, "kd:restored");
}

function notice(form, before) {
  const words = document.querySelector("k-uploads").dataset;
  const made = make("div", "notice");
  made.dataset.kind = "note";
  made.setAttribute("role", "status");
  const drop = make("button", "button", words.dropKept);
  drop.type = "button";
  Object.assign(drop.dataset, { kind: "link" });
  drop.addEventListener("click", () => {
    for (const each of before) put(each.entry, each);
    emit(form, "kd:restored");
    sessionStorage.removeItem(keyOf(form));
    made.remove();
  });
  made.append(make("div", "grow", words.kept), drop);
  return made;
}

function look(root) {
  // The sign-in page: what was sent went nowhere, it stays kept.
  if (!person()) return sessionStorage.removeItem("kd-kept");
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${person()}:`)) sessionStorage.removeItem(key); // somebody else's
  }
  const forms = [...root.querySelectorAll("form[data-keep]"), ...(root.matches?.("form[data-keep]") ? [root] : [])];
  const was = sessionStorage.getItem("kd-kept");
  sessionStorage.removeItem("kd-kept");
  if (was && !forms.some((form) => keyOf(form) === was)) sessionStorage.removeItem(was);
  forms.filter((form) => !("rows" in form.dataset)).forEach(restore);
}
document.addEventListener("htmx:load", ({ detail }) => detail.elt !== document.body && look(detail.elt));
addEventListener("DOMContentLoaded", () => look(document.body));
