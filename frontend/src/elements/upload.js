// k-upload: files and folders dropped anywhere (or chosen), sent by tus, going on after a broken line; progress in its list or in the corner of the page.
import { emit, make } from "../dom.js";
import { drawRow, makeRow } from "../upload-row.js";
import * as uploads from "../uploads.js";

class Upload extends HTMLElement {
  connectedCallback() {
    // Without a box of its own the files show in the corner of the page.
    this.list = this.querySelector(".dropzone") && this.querySelector("[data-list]");
    this.rows = new Map();
    this.active = uploads.entries.filter((entry) => this.shows(entry) && uploads.isActive(entry)).length;
    for (const input of this.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        this.add([...input.files].map((file) => [file, file.webkitRelativePath || file.name]));
        input.value = "";
      });
    }
    this.listeners = { dragenter: (e) => this.#over(e), dragover: (e) => this.#over(e), dragleave: (e) => this.#left(e), drop: (e) => this.#drop(e) };
    for (const [name, act] of Object.entries(this.listeners)) document.addEventListener(name, act);
    this.press = ({ target }) => {
      const which = target.closest?.("[data-upload]")?.dataset.upload;
      if (which) this.querySelector(which === "folder" ? "[data-folder]" : "[data-files]").click();
    };
    document.addEventListener("click", this.press);
    this.end = uploads.onChange((entry) => this.#changed(entry));
    this.#draw();
    emit(document, "kd:upload-boxes");
  }

  disconnectedCallback() {
    for (const [name, act] of Object.entries(this.listeners)) document.removeEventListener(name, act);
    document.removeEventListener("click", this.press);
    this.end();
    emit(document, "kd:upload-boxes");
  }

  /** `files`: pairs of a File and its path below what was dropped; `into`: the folder it was dropped on, if any. */
  add(files, into) {
    if (!files.length || !emit(this, "kd:upload-add", { files })) return;
    const meta = this.#facts();
    if (into !== undefined) meta.into = into;
    uploads.add(files, { endpoint: this.getAttribute("endpoint"), meta, key: this.#key() });
    emit(document, "kd:upload-boxes");
  }

  /** Whether a file belongs to what this box is for: the same customer, document or import. */
  shows(entry) {
    return entry.key === this.#key();
  }

  #facts() {
    const own = Object.entries(this.dataset).filter(([name]) => name.startsWith("meta"));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(4).replace(/^./, (c) => c.toLowerCase()), value]));
  }

  #key() {
    const { customer = "", document: document_ = "", import: import_ = "" } = this.#facts();
    return [this.getAttribute("endpoint"), customer, document_, import_].join(" ");
  }

  #draw() {
    if (!this.list) return;
    const mine = uploads.entries.filter((entry) => this.shows(entry));
    this.rows = new Map(mine.map((entry) => [entry.id, this.rows.get(entry.id) ?? makeRow(entry)]));
    this.list.replaceChildren(...this.rows.values());
  }

  #changed(entry) {
    if (!entry) this.#draw();
    else if (this.rows.has(entry.id)) drawRow(this.rows.get(entry.id), entry);
    if (entry?.state === "sending" && entry.percent) return;
    const mine = uploads.entries.filter((each) => this.shows(each));
    const active = mine.filter(uploads.isActive).length;
    const isOver = this.active && !active;
    this.active = active;
    const failed = mine.filter(({ state }) => ["failed", "asks", "deciding"].includes(state)).length;
    if (isOver || (entry && this.shows(entry) && ["restored", "done"].includes(entry.state) && !active)) emit(this, "kd:uploads-finished", { failed });
  }

  #hasFiles(event) {
    return event.dataTransfer?.types.includes("Files");
  }

  #over(event) {
    if (!this.#hasFiles(event)) return;
    event.preventDefault();
    this.#aim(event.target.closest?.("[data-drop-into]"));
    this.querySelector(".dropzone")?.setAttribute("data-over", "");
    if (this.veil) return;
    this.veil = make("div", "drop-veil", this.dataset.drop);
    document.body.append(this.veil);
  }

  // A row of the tree under the pointer is where the files will go.
  #aim(branch) {
    if (branch === this.aimed) return;
    this.aimed?.querySelector(".tree-row")?.classList.remove("over");
    branch?.querySelector(".tree-row")?.classList.add("over");
    this.aimed = branch;
  }

  #left(event) {
    if (event.relatedTarget === null) this.#clear();
  }

  #clear() {
    this.#aim(null);
    this.veil?.remove();
    this.veil = null;
    this.querySelector(".dropzone")?.removeAttribute("data-over");
  }

  async #drop(event) {
    if (!this.#hasFiles(event)) return;
    event.preventDefault();
    const into = event.target.closest?.("[data-drop-into]")?.dataset.dropInto;
    this.#clear();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.length ? (await Promise.all(entries.map(walk))).flat() : [...event.dataTransfer.files].map((file) => [file, file.name]);
    this.add(files, into);
  }
}

/** All files of a dropped entry with their paths; readEntries gives at most 100 at a time. */
async function walk(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [[file, entry.fullPath.replace(/^\//, "")]];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) return found;
    for (const child of batch) found.push(...(await walk(child)));
  }
}
customElements.define("k-upload", Upload);
