// The list below an input, shared by combobox and query: draws options, moves the choice, tells what was taken.
import { identify, make } from "../dom.js";

export class Listbox {
  constructor(input, take, label) {
    this.input = input;
    this.take = take;
    this.list = make("ul", "listbox");
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label || "…");
    this.list.hidden = true;
    input.setAttribute("aria-controls", identify(this.list));
    // The press must not take the focus from the input.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(option.choice);
    });
  }

  show(choices, none = "") {
    this.list.replaceChildren(...choices.map((choice) => this.#option(choice)));
    if (!choices.length && none) this.list.append(make("li", "option-empty", none));
    this.at = -1;
    this.#open(Boolean(choices.length || none));
  }

  hide() {
    this.#open(false);
  }

  get isOpen() {
    return !this.list.hidden;
  }

  get current() {
    return this.list.querySelectorAll("[role=option]")[this.at]?.choice;
  }

  /** True when the key was for the list. */
  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.isOpen) return false;
      this.#move(event.key === "ArrowDown" ? 1 : -1);
      return true;
    }
    if ((event.key === "Enter" || event.key === "Tab") && this.isOpen && this.current) {
      this.take(this.current);
      return event.key === "Enter";
    }
    if (event.key === "Escape" && this.isOpen) {
      this.hide();
      return true;
    }
    return false;
  }

  #option(choice) {
    const option = make("li", "option");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.choice = choice;
    option.append(make("span", "truncate", choice.label));
    if (choice.hint) option.append(make("span", "hint", choice.hint));
    identify(option);
    return option;
  }

  #move(by) {
    const options = this.list.querySelectorAll("[role=option]");
    if (!options.length) return;
    options[this.at]?.setAttribute("aria-selected", "false");
    this.at = (this.at + by + options.length) % options.length;
    const option = options[this.at];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  #open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.input.removeAttribute("aria-activedescendant");
  }
}
