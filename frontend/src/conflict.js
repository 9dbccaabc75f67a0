// Somebody was faster: per field what I typed, what is stored now, and what shall be; then the form is sent again.
import { make, stored } from "./dom.js";
import { entriesOf, isSame, put } from "./fields.js";

const REVISION = "[name=revision],[name=expected]";

// What the form held when it came: the answer to a refused one holds what was typed in its place.
const BASES = "kd-bases";
const urlOf = (form) => form.getAttribute("hx-post") || form.getAttribute("action") || location.pathname;
function note(form) {
  if (!form?.querySelector(REVISION)) return;
  const base = form.settled ?? entriesOf(form, { initial: true });
  sessionStorage.setItem(BASES, JSON.stringify([urlOf(form), [...base].map(([name, { values }]) => [name, { values }])]));
}
document.addEventListener("submit", ({ target }) => note(target), true);
function baseOf(form) {
  const [url, entries] = stored(sessionStorage, BASES, []);
  return url === urlOf(form) ? new Map(entries) : null;
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form");
  if (detail.xhr?.status === 409 && form?.querySelector(REVISION)) resolve(form, entriesOf(form, { initial: true }));
});
function look(root) {
  const stale = root.querySelector?.("input[data-stale]");
  if (stale) resolve(stale.form, baseOf(stale.form));
}
document.addEventListener("htmx:load", ({ detail }) => look(detail.elt));
addEventListener("DOMContentLoaded", () => look(document));

/** `base`: as the form was before anybody changed it, if that is known. */
async function resolve(form, base) {
  const dialog = document.getElementById("conflict");
  const fresh = dialog && (await freshOf(form));
  if (!fresh) return;
  const mine = entriesOf(form);
  const theirs = entriesOf(fresh, { initial: true });
  const rows = [...mine.values()].filter((entry) => theirs.has(entry.name) && !isSame(entry, theirs.get(entry.name)));
  const choices = rows.map((entry) => new Choice(entry, theirs.get(entry.name), base?.get(entry.name)));
  dialog.querySelector("tbody").replaceChildren(...choices.map((choice) => choice.draw(dialog.dataset)));
  dialog.querySelector("table").hidden = !choices.length;
  dialog.querySelector("[data-nothing]").hidden = choices.length > 0;
  dialog.onclose = () => {
    if (dialog.returnValue !== "keep") return;
    for (const choice of choices) choice.settle();
    form.querySelector(REVISION).value = fresh.querySelector(REVISION).value;
    form.querySelector("[data-stale]")?.removeAttribute("data-stale");
    form.settled = theirs;
    delete form.dataset.sent;
    form.requestSubmit();
  };
  dialog.returnValue = "";
  dialog.showModal();
}

async function freshOf(form) {
  const url = form.getAttribute("hx-post") || form.getAttribute("action") || location.href;
  const response = await fetch(url, { headers: { "HX-Request": form.hasAttribute("hx-post") ? "true" : "false", Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector(REVISION)?.form;
}

class Choice {
  constructor(mine, theirs, base) {
    this.mine = mine;
    this.theirs = theirs;
    // Only they touched it: theirs stands. Both did, or nobody knows: mine, but it is said.
    this.isMine = !base || !isSame(mine, base);
    this.isBoth = !base || (this.isMine && !isSame(theirs, base));
  }

  settle() {
    if (!this.isMine) put(this.mine, this.theirs);
  }

  draw(words) {
    const row = make("tr");
    const head = make("th", "", this.mine.label);
    head.scope = "row";
    if (this.isBoth) {
      const badge = make("span", "badge", words.both);
      badge.dataset.kind = "warn";
      head.append(" ", badge);
    }
    this.result = make("td", "strong");
    row.append(head, this.#option(true, this.mine, words), this.#option(false, this.theirs, words), this.result);
    [...row.children].slice(1).forEach((cell, place) => (cell.dataset.label = [words.mine, words.theirs, words.result][place]));
    this.#show(words);
    return row;
  }

  #option(isMine, entry, words) {
    const cell = make("td");
    const label = make("label", "check");
    const input = make("input");
    Object.assign(input, { type: "radio", name: `conflict-${this.mine.name}`, checked: isMine === this.isMine });
    input.addEventListener("change", () => {
      this.isMine = isMine;
      this.#show(words);
    });
    label.append(input, make("span", "", entry.shown.join("、") || words.empty));
    cell.append(label);
    return cell;
  }

  #show(words) {
    this.result.textContent = (this.isMine ? this.mine : this.theirs).shown.join("、") || words.empty;
  }
}
