// k-query: suggestions of fields and values at the caret, in the one query language.
import { debounce, isComposing, jsonOf } from "../dom.js";
import { Listbox } from "./listbox.js";

class Query extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.querySelector("[role=combobox]");
    this.listbox = new Listbox(this.input, (choice) => this.#take(choice), this.dataset.options);
    this.append(this.listbox.list);
    const ask = debounce(() => this.#ask(), 120);
    this.input.addEventListener("input", (event) => isComposing(event) || ask());
    this.input.addEventListener("compositionend", ask);
    this.input.addEventListener("blur", () => setTimeout(() => this.listbox.hide(), 120));
    this.input.addEventListener("keydown", (event) => {
      if (isComposing(event) || !this.listbox.key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  async #ask() {
    const q = this.input.value.slice(0, this.input.selectionStart);
    if (!q.trim()) {
      this.listbox.hide();
      return;
    }
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", q);
    url.searchParams.set("model", this.getAttribute("model") || "");
    const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    const answer = await jsonOf(response);
    if (!answer || document.activeElement !== this.input) return;
    const { suggestions, start = 0 } = answer;
    this.start = start;
    this.listbox.show(suggestions.map((choice) => ({ label: choice.text, ...choice })));
  }

  #take({ text }) {
    const { value, selectionStart } = this.input;
    this.input.setRangeText(text, this.start, selectionStart, "end");
    const goesOn = /[::<>=]$/.test(text);
    if (!goesOn && !/^\s/.test(value.slice(selectionStart))) {
      this.input.setRangeText(" ", this.input.selectionStart, this.input.selectionStart, "end");
    }
    this.listbox.hide();
    this.input.focus();
    if (goesOn) this.#ask();
  }
}
customElements.define("k-query", Query);
