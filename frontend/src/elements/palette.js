// k-palette: one box for customers, documents, folders and commands. Commands match here, the rest is asked of the server.
import { go } from "../staying.js";
import { debounce, emit, identify, isComposing, make, post, toast } from "../dom.js";

class Palette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.results = this.querySelector(".palette-results");
    this.told = this.querySelector(".palette-told");
    this.words = this.querySelector(".palette-foot").dataset;
    this.commands = [...this.querySelector("[data-commands]").content.querySelectorAll("[role=option]")];
    const ask = debounce(() => this.#ask(), 110);
    this.input.addEventListener("input", (event) => {
      if (!isComposing(event)) ask();
    });
    this.input.addEventListener("compositionend", ask);
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.results.addEventListener("pointermove", ({ target }) => this.#point(target.closest("[role=option]")));
    new MutationObserver(() => this.dialog.open && this.#opened()).observe(this.dialog, { attributeFilter: ["open"] });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.results.addEventListener("click", (event) => {
      const option = event.target.closest("[data-post], [data-fill], [data-compose]");
      if (!option) return;
      event.preventDefault();
      this.#enter(event, option);
    });
  }

  open(text = "") {
    if (this.dialog.open) return;
    this.input.value = text;
    this.dialog.showModal();
  }

  #opened() {
    this.input.focus();
    this.input.select();
    this.#ask();
  }

  async #ask() {
    const q = this.input.value.trim();
    this.asked?.abort();
    if (!q) {
      this.#show("", q);
      return;
    }
    this.asked = new AbortController();
    try {
      const url = `${this.getAttribute("src")}?q=${encodeURIComponent(q)}`;
      const response = await fetch(url, { signal: this.asked.signal, headers: { "HX-Request": "true" } });
      this.#show(response.ok ? await response.text() : "", q, response.ok ? "" : this.words.failed);
    } catch (error) {
      if (error.name !== "AbortError") this.#show("", q, this.words.failed);
    }
  }

  #show(html, q, trouble = "") {
    this.results.innerHTML = html;
    this.#addCommands(q);
    const empty = !this.results.querySelector("[role=option]");
    this.told.textContent = trouble || (empty ? this.words.none : "");
    this.results.hidden = empty;
    this.input.setAttribute("aria-expanded", String(!empty));
    this.at = null;
    this.input.removeAttribute("aria-activedescendant");
    this.#point(this.#options()[0]);
  }

  #addCommands(q) {
    const wanted = q.toLowerCase();
    const found = this.commands.filter((command) => !wanted || command.dataset.words.toLowerCase().includes(wanted));
    if (!found.length) return;
    const head = make("div", "palette-group", this.words.commands);
    head.setAttribute("role", "presentation");
    this.results.append(head, ...found.map((command) => command.cloneNode(true)));
  }

  #options() {
    return [...this.results.querySelectorAll("[role=option]")];
  }

  #point(option) {
    if (!option || option === this.at) return;
    for (const other of this.#options()) other.setAttribute("aria-selected", String(other === option));
    this.at = option;
    this.input.setAttribute("aria-activedescendant", identify(option));
  }

  #key(event) {
    if (isComposing(event)) return;
    const options = this.#options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      const next = options[(options.indexOf(this.at) + by + options.length) % options.length];
      this.#point(next);
      next?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#enter(event, options.includes(this.at) ? this.at : null);
    }
  }

  // A line that is an order: done at once, gone on with, or taken along to the page that finishes it.
  async #obey({ post: url, fields, fill, compose }) {
    if (fill) {
      this.input.value = fill;
      this.#ask();
    } else if (url) {
      try {
        const { text, undo } = await (await post(url, JSON.parse(fields))).json();
        this.dialog.close();
        toast(text, "ok", undo);
        for (const name of ["kd:timeline", "kd:dealings", "kd:tasks"]) emit(document.body, name);
      } catch (error) {
        toast(error.message || this.words.failed, "bad");
      }
    } else if (compose) {
      sessionStorage.setItem("kd-compose", compose);
      return false;
    } else {
      return false;
    }
    return true;
  }

  async #enter(event, option) {
    if (option && (await this.#obey(option.dataset))) return;
    const url = option?.href || `${this.getAttribute("all")}?q=${encodeURIComponent(this.input.value.trim())}`;
    if (event.ctrlKey || event.metaKey) window.open(url, "_blank", "noopener");
    else if (option?.dataset.compose && location.pathname === option.pathname) {
      this.dialog.close();
      emit(document.body, "kd:compose");
    } else go(url);
  }
}
customElements.define("k-palette", Palette);
