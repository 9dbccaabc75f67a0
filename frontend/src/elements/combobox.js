// k-combobox: asks src?q= while one types; one value in a hidden input, or chips when `multiple`; `create` lets new words in.
import { debounce, emit, isComposing, make } from "../dom.js";
import { chipsOf } from "../fields.js";
import { Listbox } from "./listbox.js";

class Combobox extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.querySelector("[role=combobox]");
    this.hidden_ = this.querySelector(":scope > .combo > input[type=hidden]");
    // A hidden input forgets what it came with as soon as it is set.
    this.initially = this.multiple ? chipsOf(this) : [[this.hidden_.value, this.input.value]];
    this.listbox = new Listbox(this.input, (choice) => this.#take(choice), this.dataset.options);
    this.append(this.listbox.list);
    const ask = debounce(() => this.#ask(), 150);
    this.input.addEventListener("input", (event) => {
      if (this.hidden_) this.hidden_.value = "";
      if (!isComposing(event)) ask();
    });
    this.input.addEventListener("compositionend", ask);
    this.input.addEventListener("focus", () => this.multiple || this.input.select());
    this.input.addEventListener("click", ask);
    this.input.addEventListener("blur", () => setTimeout(() => this.#leave(), 120));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("click", ({ target }) => this.#click(target));
  }

  get multiple() {
    return this.hasAttribute("multiple");
  }

  get values() {
    return [...this.querySelectorAll("input[type=hidden]")].map((input) => input.value).filter(Boolean);
  }

  async #ask() {
    const q = this.input.value.trim();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", q);
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const response = await fetch(url, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      const { results } = await response.json();
      const open = results.filter((choice) => !this.multiple || !this.values.includes(String(choice.value)));
      this.listbox.show(this.#withNew(open, q), this.dataset.none);
    } catch (error) {
      if (error.name !== "AbortError") this.listbox.hide();
    }
  }

  #withNew(choices, q) {
    const create = this.getAttribute("create");
    if (!create || !q || choices.some(({ label }) => label === q)) return choices;
    return [...choices, { value: q, label: q, hint: create, isNew: true }];
  }

  #take(choice) {
    this.listbox.hide();
    if (this.multiple) {
      this.input.value = "";
      this.input.before(this.#chip(choice));
    } else {
      this.input.value = choice.label;
      this.hidden_.value = choice.value;
    }
    this.taken = choice.label;
    emit(this, "change", choice);
  }

  /** Sets what a combobox for several holds. */
  put(values, labels) {
    for (const chip of this.querySelectorAll(".chip")) chip.remove();
    values.forEach((value, place) => this.input.before(this.#chip({ value, label: labels[place] ?? value })));
  }

  #chip({ value, label }) {
    const chip = make("span", "chip");
    chip.dataset.value = value;
    const remove = make("button", "chip-remove", "×");
    remove.type = "button";
    remove.setAttribute("aria-label", `${this.dataset.remove} ${label}`);
    const input = make("input");
    Object.assign(input, { type: "hidden", name: this.getAttribute("name"), value });
    chip.append(make("span", "", label), remove, input);
    return chip;
  }

  #click(target) {
    const remove = target.closest(".chip-remove");
    if (remove) {
      remove.closest(".chip").remove();
      emit(this, "change");
    }
    if (target.closest(".combo")) this.input.focus();
  }

  #key(event) {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown" && !this.listbox.isOpen) {
      event.preventDefault();
      this.#ask();
    } else if (this.listbox.key(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Backspace" && this.multiple && !this.input.value) {
      [...this.querySelectorAll(".chip")].at(-1)?.remove();
      emit(this, "change");
    }
  }

  // Words that were never taken are no value; an emptied field is none.
  #leave() {
    this.listbox.hide();
    if (this.multiple) this.input.value = "";
    else if (!this.hidden_.value && this.input.value) this.input.value = "";
  }
}
customElements.define("k-combobox", Combobox);
