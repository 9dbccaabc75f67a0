// k-mentions: a textarea in which @ offers colleagues; src?q= answers who may be spoken to. What is taken is sent as `mentions`.
import { debounce, emit, isComposing, make } from "../dom.js";
import { Listbox } from "./listbox.js";

const TYPED = /@([^\s@]{0,20})$/;

class Mentions extends HTMLElement {
  connectedCallback() {
    if (this.area) return;
    this.area = this.querySelector("textarea");
    // A text of several lines stays a textbox: it cannot be "expanded".
    const told = {
      setAttribute: (name, value) => name !== "aria-expanded" && this.area.setAttribute(name, value),
      removeAttribute: (name) => this.area.removeAttribute(name),
    };
    this.listbox = new Listbox(told, (choice) => this.#take(choice), this.dataset.options);
    this.area.setAttribute("aria-autocomplete", "list");
    this.append(this.listbox.list);
    const ask = debounce(() => this.#ask(), 120);
    this.area.addEventListener("input", (event) => isComposing(event) || ask());
    this.area.addEventListener("compositionend", ask);
    this.area.addEventListener("blur", () => setTimeout(() => this.listbox.hide(), 120));
    this.area.addEventListener("keydown", (event) => this.#key(event));
    this.closest("form")?.addEventListener("reset", () => this.querySelectorAll("input[type=hidden]").forEach((one) => one.remove()));
  }

  get typed() {
    return this.area.value.slice(0, this.area.selectionStart).match(TYPED)?.[1];
  }

  async #ask() {
    const q = this.typed;
    this.asked?.abort();
    if (q === undefined) return this.listbox.hide();
    this.asked = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", q);
    try {
      const response = await fetch(url, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      const { results } = await response.json();
      // Words that go on after a name are no search for another.
      this.listbox.show(results, q && q.length < 5 ? this.dataset.none : "");
    } catch (error) {
      if (error.name !== "AbortError") this.listbox.hide();
    }
  }

  #take({ value, label }) {
    const { area } = this;
    const end = area.selectionStart;
    const start = end - this.typed.length;
    area.setRangeText(`${label} `, start, end, "end");
    const chosen = make("input");
    Object.assign(chosen, { type: "hidden", name: "mentions", value });
    this.append(chosen);
    this.listbox.hide();
    area.focus();
    emit(area, "change");
  }

  #key(event) {
    if (isComposing(event) || event.ctrlKey || event.metaKey || !this.listbox.isOpen) return;
    // Enter takes the first when nobody was chosen with the arrows: that is what one looks at.
    if (event.key === "Enter" && !this.listbox.current) this.listbox.key(new KeyboardEvent("keydown", { key: "ArrowDown" }));
    if (this.listbox.key(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }
}
customElements.define("k-mentions", Mentions);
