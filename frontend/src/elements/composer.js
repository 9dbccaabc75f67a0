// k-composer: what happened with a customer, entered in seconds. Ctrl+Enter saves, drafts survive a closed page,
// pasted chats are recognised, files dropped or chosen become attached documents.
import { debounce, emit, isComposing, make, post, stored, toast } from "../dom.js";

const DRAFT = "kd-draft:";
const KEPT_FOR = 7 * 24 * 3600 * 1000;

class Composer extends HTMLElement {
  connectedCallback() {
    this.forms = [...this.querySelectorAll("form")];
    for (const form of this.forms) this.#prepare(form);
    this.addEventListener("click", (event) => this.#click(event));
    for (const name of ["dragover", "drop"]) this.addEventListener(name, (event) => this.#files(event));
    this.compose = () => this.#begin();
    document.body.addEventListener("kd:compose", this.compose);
    forgetOldDrafts(this.getAttribute("person"));
    this.#begin();
  }

  disconnectedCallback() {
    document.body.removeEventListener("kd:compose", this.compose);
  }

  #prepare(form) {
    this.#restore(form);
    const keep = debounce(() => this.#keep(form), 400);
    for (const name of ["input", "change"]) form.addEventListener(name, keep);
    form.addEventListener("focusin", () => (form.dataset.open = ""));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("htmx:confirm", (event) => {
      if (!form.querySelector("[data-sending]")) return;
      event.preventDefault();
      toast(this.dataset.sending, "note");
    });
    form.addEventListener("htmx:afterRequest", (event) => event.detail.elt === form && event.detail.successful && this.#saved(form));
    form.querySelector("textarea[name=text]")?.addEventListener("paste", (event) => this.#paste(form, event));
    form.querySelector("[data-attach]")?.addEventListener("change", ({ target }) => {
      this.#attach(form, [...target.files]);
      target.value = "";
    });
  }

  // What the palette left for this page to go on with.
  #begin() {
    const left = sessionStorage.getItem("kd-compose");
    if (!left) return;
    const { customer, what, ...fields } = stored(sessionStorage, "kd-compose", {});
    if (customer !== this.getAttribute("customer")) return;
    const tab = ["purchase", "need", "task", "comment"].includes(what) ? what : "interaction";
    const form = this.querySelector(`form[data-tab="${tab}"]`);
    if (!form) return;
    sessionStorage.removeItem("kd-compose");
    this.querySelector(`[aria-controls="${form.id}"]`).click();
    const main = { purchase: "item", task: "title" }[tab] || "text";
    fill(form, tab === "interaction" ? { ...fields, channel: what } : { [main]: fields.text });
    form.dataset.open = "";
    this.scrollIntoView({ block: "nearest" });
    this.#keep(form);
  }

  #click(event) {
    const tab = event.target.closest("[role=tab]");
    const form = event.target.closest("form");
    if (tab) setTimeout(() => document.getElementById(tab.getAttribute("aria-controls"))?.querySelector("[data-main]")?.focus());
    if (event.target.closest("[data-choose]")) form.querySelector("[data-attach]").click();
    if (event.target.closest("[data-drop-file]")) {
      event.target.closest(".chip").remove();
      this.#keep(form);
    }
    if (event.target.closest("[data-raw]")) this.#putBack(form);
  }

  // Drafts: in this browser, for this person and customer, until they are saved or a week old.

  #name(form) {
    return `${DRAFT}${this.getAttribute("person")}:${this.getAttribute("customer")}:${form.dataset.tab}`;
  }

  #keep(form) {
    const entries = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const files = [...form.querySelectorAll("[data-files] .chip[data-document]")].map((chip) => [chip.dataset.document, chip.dataset.name]);
    const main = form.querySelector("[data-main]").value.trim();
    const place = form.querySelector("[data-kept]");
    if (!main && !files.length) {
      localStorage.removeItem(this.#name(form));
      place.textContent = "";
      return;
    }
    try {
      localStorage.setItem(this.#name(form), JSON.stringify({ at: Date.now(), entries: entries.filter(([name]) => name !== "documents"), files }));
      place.textContent = this.dataset.kept;
    } catch {
      place.textContent = "";
    }
  }

  #restore(form) {
    const draft = stored(localStorage, this.#name(form));
    if (!draft) return;
    const { entries = [], files = [] } = draft;
    const fields = {};
    for (const [name, value] of entries) (fields[name] ||= []).push(value);
    fill(form, fields);
    for (const [id, name] of files) form.querySelector("[data-files]")?.append(this.#chip(name, id));
    form.dataset.open = "";
    form.querySelector("[data-kept]").textContent = this.dataset.kept;
  }

  #saved(form) {
    localStorage.removeItem(this.#name(form));
    form.reset();
    form.querySelectorAll("k-combobox:not([data-stays]) input").forEach((input) => (input.value = input.defaultValue));
    form.querySelector("[data-files]")?.replaceChildren();
    form.querySelector("[data-kept]").textContent = "";
    this.#say(form, "");
    delete form.dataset.open;
    document.activeElement?.blur();
  }

  // Chats.

  async #paste(form, event) {
    const pasted = event.clipboardData?.getData("text/plain") || "";
    const files = [...(event.clipboardData?.files || [])];
    if (files.length && !pasted) {
      event.preventDefault();
      this.#attach(form, files);
      return;
    }
    if (form.dataset.tab !== "interaction" || !pasted.includes("\n") || !/[:：]/.test(pasted)) return;
    try {
      const read = await (await post(this.dataset.chat, { text: pasted })).json();
      if (read.found) this.#recognised(form, pasted, read);
    } catch {
      // The text stands as it was pasted.
    }
  }

  #recognised(form, pasted, { words, text, ...fields }) {
    const area = form.elements.text;
    const pastedIn = pasted.replaceAll("\r\n", "\n");
    if (!area.value.includes(pastedIn)) return;
    this.raw = { before: area.value };
    area.value = area.value.replace(pastedIn, text);
    fill(form, fields);
    this.#say(form, words, true);
    emit(form, "change");
  }

  #putBack(form) {
    form.elements.text.value = this.raw.before;
    this.#say(form, "");
    emit(form, "change");
  }

  #say(form, words, withWayBack = false) {
    const note = form.querySelector("[data-note]");
    if (!note) return;
    note.hidden = !words;
    note.replaceChildren(words);
    if (!withWayBack) return;
    const back = make("button", "button", this.dataset.back);
    Object.assign(back, { type: "button" });
    back.dataset.kind = "link";
    back.dataset.raw = "";
    note.append(" ", back);
  }

  // Files.

  #files(event) {
    const form = event.target.closest("form:has([data-files])");
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (event.type !== "drop") return;
    event.stopPropagation();
    document.dispatchEvent(new DragEvent("dragleave"));
    form.dataset.open = "";
    this.#attach(form, [...event.dataTransfer.files]);
  }

  async #attach(form, files) {
    if (!files.length) return;
    const { Upload } = await import("tus-js-client");
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    for (const file of files) {
      const name = file.name || "image.png";
      const chip = this.#chip(name);
      chip.dataset.sending = "";
      form.querySelector("[data-files]").append(chip);
      new Upload(file, {
        endpoint: "/uploads/",
        chunkSize: 8 * 2 ** 20,
        retryDelays: [0, 1000, 3000, 5000],
        storeFingerprintForResuming: false,
        metadata: { filename: name, filetype: file.type || "application/octet-stream", purpose: "interaction", customer: this.getAttribute("customer") },
        onBeforeRequest: (request) => request.setHeader("X-CSRFToken", headers["X-CSRFToken"]),
        onSuccess: ({ lastResponse }) => {
          const id = atob(lastResponse.getHeader("Upload-Document") || "");
          chip.replaceWith(this.#chip(name, id));
          this.#keep(form);
        },
        onError: () => {
          chip.remove();
          toast(`${name}：${this.dataset.failed}`, "bad");
        },
      }).start();
    }
  }

  #chip(name, id = "") {
    const chip = make("span", "chip");
    chip.append(make("span", "truncate", name));
    if (!id) {
      chip.append(make("span", "spin"));
      return chip;
    }
    chip.dataset.document = id;
    chip.dataset.name = name;
    const hidden = make("input");
    Object.assign(hidden, { type: "hidden", name: "documents", value: id });
    const remove = make("button", "chip-remove", "×");
    Object.assign(remove, { type: "button" });
    remove.dataset.dropFile = "";
    remove.setAttribute("aria-label", `${this.dataset.remove} ${name}`);
    chip.append(remove, hidden);
    return chip;
  }
}

/** Sets fields by name; radios and checkboxes by their values. */
function fill(form, fields) {
  for (const [name, given] of Object.entries(fields)) {
    const values = [given].flat().map(String);
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (control.type !== "hidden" && control.type !== "file") control.value = values[0] ?? "";
    }
  }
}

/** Of somebody else at this browser, of nobody, or too old. */
function forgetOldDrafts(person) {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(DRAFT))) {
    const isTheirs = person && key.startsWith(`${DRAFT}${person}:`);
    const { at = 0 } = stored(localStorage, key, {});
    if (!isTheirs || Date.now() - at > KEPT_FOR) localStorage.removeItem(key);
  }
}
if (!document.querySelector(".frame")) forgetOldDrafts("");
customElements.define("k-composer", Composer);
