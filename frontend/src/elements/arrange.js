// k-arrange: things in an order and in groups. Dragged by [data-handle] with mouse or finger; on the keyboard ↑ and ↓ on the handle.
// What stands where is kept as JSON in the [data-layout] input (a hidden text input: type=hidden forgets how it came): [[group, its English, [[key, required], …]], …].
// Parts: [data-group] with [data-list] (and [data-name], [data-name-en]), items [data-key] (with [data-required]), one [data-unused] list,
// a <template> of an empty group. [data-deed]: add, take, group, drop.
import { emit } from "../dom.js";

class Arrange extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("[data-layout]");
    this.live = this.querySelector("[aria-live]");
    this.addEventListener("pointerdown", (event) => this.#down(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("click", (event) => this.#deed(event.target.closest("[data-deed]")));
    this.addEventListener("change", (event) => event.target.matches("[data-required]") && this.#note());
    this.addEventListener("input", (event) => event.target.matches("[data-name], [data-name-en]") && this.#note());
    this.input.addEventListener("kd:put", () => this.#apply(JSON.parse(this.input.value || "[]")));
    this.closest("form")?.addEventListener("submit", () => (this.input.value = this.#layout()));
  }

  get groups() {
    return [...this.querySelectorAll("[data-group]")];
  }

  get lists() {
    return [...this.querySelectorAll("[data-group] [data-list]")];
  }

  #layout() {
    return JSON.stringify(this.groups.map((group) => [
      group.querySelector("[data-name]")?.value.trim() ?? "",
      group.querySelector("[data-name-en]")?.value.trim() ?? "",
      [...group.querySelectorAll("[data-list] > [data-key]")].map((item) => [item.dataset.key, item.querySelector("[data-required]")?.checked ? 1 : 0]),
    ]));
  }

  #note(words = "") {
    const layout = this.#layout();
    if (this.live && words) this.live.textContent = words;
    if (layout === this.input.value) return;
    this.input.value = layout;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    emit(this, "kd:arranged");
  }

  // A kept draft: what it does not know stays unused.
  #apply(layout) {
    const items = new Map([...this.querySelectorAll("[data-key]")].map((item) => [item.dataset.key, item]));
    const unused = this.querySelector("[data-unused]");
    if (unused) for (const item of items.values()) unused.append(item);
    while (this.groups.length < layout.length && this.#newGroup());
    this.groups.slice(Math.max(layout.length, 1)).forEach((group) => group.remove());
    layout.forEach(([name, english, keys], place) => {
      const group = this.groups[place];
      const [own, other] = [group.querySelector("[data-name]"), group.querySelector("[data-name-en]")];
      if (own) own.value = name;
      if (other) other.value = english;
      for (const [key, required] of keys) {
        const item = items.get(key);
        if (!item) continue;
        group.querySelector("[data-list]").append(item);
        const box = item.querySelector("[data-required]");
        if (box) box.checked = Boolean(required);
      }
    });
    emit(this, "kd:arranged");
  }

  #newGroup() {
    const template = this.querySelector("template");
    if (!template) return null;
    const group = template.content.firstElementChild.cloneNode(true);
    this.querySelector("[data-groups]").append(group);
    return group;
  }

  #deed(button) {
    if (!button) return;
    const item = button.closest("[data-key]");
    const deeds = {
      add: () => this.lists.at(-1).append(item),
      take: () => this.querySelector("[data-unused]").append(item),
      group: () => this.#newGroup()?.querySelector("[data-name]")?.focus(),
      drop: () => this.#drop(button.closest("[data-group]")),
    };
    deeds[button.dataset.deed]?.();
    if (item) item.querySelector(item.closest("[data-unused]") ? "[data-deed=add]" : "[data-handle]")?.focus();
    this.#note(item ? this.#where(item) : "");
  }

  // The fields of a group that goes stay where they can be added again.
  #drop(group) {
    if (this.groups.length < 2) return;
    const place = this.groups.indexOf(group);
    const heir = this.groups[place ? place - 1 : 1].querySelector("[data-list]");
    heir.append(...group.querySelectorAll("[data-key]"));
    group.remove();
    heir.querySelector("[data-handle]")?.focus();
  }

  #key(event) {
    const handle = event.target.closest("[data-handle]");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!handle || !step) return;
    event.preventDefault();
    const item = handle.closest("[data-key]");
    const list = item.parentElement;
    const beside = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (beside) beside[step < 0 ? "before" : "after"](item);
    else {
      const other = this.lists[this.lists.indexOf(list) + step];
      if (!other) return;
      other[step < 0 ? "append" : "prepend"](item);
    }
    handle.focus();
    this.#note(this.#where(item));
  }

  #where(item) {
    const list = item.closest("[data-list]");
    if (!list) return "";
    const name = list.closest("[data-group]").querySelector("[data-name]")?.value ?? "";
    return `${item.dataset.label} ${name} ${[...list.children].indexOf(item) + 1} / ${list.children.length}`;
  }

  #down(event) {
    const item = event.target.closest("[data-handle]")?.closest("[data-key]");
    if (!item || event.button) return;
    event.preventDefault();
    event.target.closest("[data-handle]").focus();
    item.dataset.lifted = "";
    const move = (moved) => this.#carry(item, moved);
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      delete item.dataset.lifted;
      this.#note(this.#where(item));
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  #carry(item, { clientX, clientY }) {
    const under = document.elementFromPoint(clientX, clientY);
    const list = under?.closest("[data-group]")?.querySelector("[data-list]");
    if (!list || !this.contains(list)) return;
    const beside = [...list.children].find((other) => other !== item && clientY < other.getBoundingClientRect().top + other.offsetHeight / 2);
    if (beside) {
      if (beside.previousElementSibling !== item) beside.before(item);
    } else if (list.lastElementChild !== item) list.append(item);
  }
}
customElements.define("k-arrange", Arrange);
