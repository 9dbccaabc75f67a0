// k-upload: files and folders dropped anywhere (or chosen), sent by tus, going on after a broken line; progress in the list and the tray.
import { emit, make } from "../dom.js";

const AT_ONCE = 3;

class Upload extends HTMLElement {
  connectedCallback() {
    this.queue = [];
    this.running = 0;
    this.list = this.querySelector("[data-list]");
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
    this.stay = (event) => (this.running || this.queue.length) && event.preventDefault();
    addEventListener("beforeunload", this.stay);
  }

  disconnectedCallback() {
    for (const [name, act] of Object.entries(this.listeners)) document.removeEventListener(name, act);
    document.removeEventListener("click", this.press);
    removeEventListener("beforeunload", this.stay);
  }

  /** `files`: pairs of a File and its path below what was dropped; `into`: the folder it was dropped on, if any. */
  add(files, into) {
    if (!files.length || !emit(this, "kd:upload-add", { files })) return;
    for (const [file, path] of files) {
      const row = this.#row(file, path);
      this.list.append(row);
      const meta = this.#metadata(file, path);
      if (into !== undefined) meta.into = into;
      this.queue.push({ file, path, row, meta });
    }
    this.total = (this.total || 0) + files.length;
    this.#next();
  }

  async #next() {
    const { Upload: Tus } = await import("tus-js-client");
    while (this.running < AT_ONCE && this.queue.length) this.#send(Tus, this.queue.shift());
  }

  #send(Tus, entry) {
    const { file, row } = entry;
    this.running += 1;
    const upload = new Tus(file, {
      endpoint: this.getAttribute("endpoint"),
      chunkSize: 8 * 2 ** 20,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
      removeFingerprintOnSuccess: true,
      metadata: entry.meta,
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]),
      onProgress: (sent, size) => this.#progress(row, sent, size),
      onSuccess: ({ lastResponse }) => this.#over_(row, "done", lastResponse?.getHeader("Location")),
      onError: (error) => this.#failed(entry, error),
    });
    row.upload = upload;
    row.dataset.state = "sending";
    upload
      .findPreviousUploads()
      .then((previous) => {
        // The same file may be on its way to another customer: only one with the same facts is gone on with.
        const same = previous.find(({ metadata }) => JSON.stringify(metadata) === JSON.stringify(entry.meta));
        if (same) upload.resumeFromPreviousUpload(same);
      })
      .catch(() => null)
      .then(() => upload.start());
  }

  #metadata(file, path) {
    const own = Object.entries(this.dataset).filter(([name]) => name.startsWith("meta"));
    const meta = Object.fromEntries(own.map(([name, value]) => [name.slice(4).replace(/^./, (c) => c.toLowerCase()), value]));
    return { filename: file.name, filetype: file.type || "application/octet-stream", path, modified: String(file.lastModified), ...meta };
  }

  #row(file, path) {
    const row = make("div", "upload");
    row.dataset.state = "waiting";
    const name = make("span", "truncate", path);
    name.title = path;
    const state = make("span", "upload-state", this.dataset.waiting);
    const bar = make("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", path);
    row.append(make("span"), name, state, bar);
    return row;
  }

  #progress(row, sent, size) {
    const percent = size ? Math.floor((sent / size) * 100) : 100;
    row.querySelector("progress").value = percent;
    row.querySelector(".upload-state").textContent = `${percent}%`;
  }

  #over_(row, state, location_) {
    row.dataset.state = state;
    const bar = row.querySelector("progress");
    bar.value = 100;
    bar.dataset.kind = "ok";
    row.querySelector(".upload-state").textContent = this.dataset.done;
    emit(this, "kd:uploaded", { location: location_ });
    this.#finished();
  }

  #failed(entry, error) {
    const { row } = entry;
    row.dataset.state = "failed";
    const told = error.originalResponse?.getBody?.();
    let words = this.dataset.failed;
    try {
      words = JSON.parse(told).error.message || words;
    } catch {
      words = told && told.length < 120 && !told.includes("<") ? told : words;
    }
    const state = row.querySelector(".upload-state");
    const again = make("button", "button", this.dataset.retry);
    Object.assign(again, { type: "button" });
    again.dataset.kind = "link";
    again.addEventListener("click", () => {
      state.textContent = this.dataset.waiting;
      this.queue.push(entry);
      this.#next();
    });
    state.replaceChildren(`${words} `, again);
    row.querySelector("progress").dataset.kind = "bad";
    this.#finished();
  }

  #finished() {
    this.running -= 1;
    this.#next();
    if (!this.running && !this.queue.length) {
      emit(this, "kd:uploads-finished", { failed: this.list.querySelectorAll("[data-state=failed]").length });
    }
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
