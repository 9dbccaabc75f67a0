// k-menu: a button and a popover below it; arrows move, Esc and a press elsewhere close.
import { isComposing } from "../dom.js";

class Menu extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector(":scope > button");
    this.menu = this.querySelector(":scope > .menu");
    this.button.addEventListener("click", () => this.toggle());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.menu.addEventListener("click", (event) => event.target.closest(".menu-item:not([aria-checked])") && this.close());
  }

  get isOpen() {
    return this.menu.matches(":popover-open");
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    this.menu.showPopover();
    this.button.setAttribute("aria-expanded", "true");
    this.#place();
    this.#items()[0]?.focus();
    this.outside = (event) => !this.contains(event.target) && this.close(false);
    document.addEventListener("pointerdown", this.outside);
    this.again = () => this.#place();
    addEventListener("resize", this.again);
    addEventListener("scroll", this.again, true);
  }

  close(refocus = true) {
    if (!this.isOpen) return;
    this.menu.hidePopover();
    this.button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside);
    removeEventListener("resize", this.again);
    removeEventListener("scroll", this.again, true);
    if (refocus) this.button.focus();
  }

  disconnectedCallback() {
    if (this.outside) document.removeEventListener("pointerdown", this.outside);
    if (this.again) removeEventListener("scroll", this.again, true);
  }

  #items() {
    return [...this.menu.querySelectorAll(".menu-item")].filter((item) => item.offsetParent || item.getClientRects().length);
  }

  #place() {
    const at = this.button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const left = Math.min(at.left, innerWidth - width - 8);
    const below = at.bottom + 4;
    const top = below + height > innerHeight && at.top - height - 4 > 0 ? at.top - height - 4 : below;
    this.menu.style.left = `${Math.max(8, left)}px`;
    this.menu.style.top = `${top}px`;
  }

  #key(event) {
    if (isComposing(event)) return;
    if (!this.isOpen) {
      if (event.key === "ArrowDown" && event.target === this.button) {
        event.preventDefault();
        this.open();
      }
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && this.menu.getAttribute("role") === "menu") this.close(false);
    else this.#move(event);
  }

  #move(event) {
    const items = this.#items();
    const now = items.indexOf(document.activeElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || !items.length) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }
}
customElements.define("k-menu", Menu);
