// k-tabs: [role=tab] buttons with aria-controls and their panels; arrows move; the choice stands in the address (#id).
class Tabs extends HTMLElement {
  connectedCallback() {
    this.tabs = [...this.querySelectorAll("[role=tab]")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.show(tab));
    this.addEventListener("keydown", (event) => this.#key(event));
    const asked = this.tabs.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
    this.show(asked || this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true") || this.tabs[0], false);
  }

  show(chosen, write = true) {
    if (!chosen) return;
    for (const tab of this.tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (panel) panel.hidden = !on;
    }
    if (write && !("quiet" in this.dataset)) history.replaceState(history.state, "", `#${chosen.getAttribute("aria-controls")}`);
  }

  #key(event) {
    const now = this.tabs.indexOf(document.activeElement);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1 }[event.key];
    if (now < 0 || to === undefined) return;
    event.preventDefault();
    const tab = this.tabs.at(to % this.tabs.length);
    this.show(tab);
    tab.focus();
  }
}
customElements.define("k-tabs", Tabs);
