// k-theme: buttons with data-set="theme|density" and a value; kept in a cookie so that the server draws it right at once.
import { remember } from "../dom.js";

class Theme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-set]");
      if (button) this.#set(button);
    });
  }

  #set(button) {
    const isSwitch = button.getAttribute("role") === "menuitemcheckbox";
    const on = !(isSwitch && button.getAttribute("aria-checked") === "true");
    const name = button.dataset.set;
    const value = on ? button.value : "normal";
    remember(name, value);
    if (value === "auto") delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = value;
    for (const other of this.querySelectorAll(`[data-set="${name}"]`)) {
      other.setAttribute("aria-checked", String(other === button && on));
    }
  }
}
customElements.define("k-theme", Theme);
