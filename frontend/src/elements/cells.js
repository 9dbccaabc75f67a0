// k-cells: a table whose cells are edited in place. Arrows move between cells, a double press or Enter opens [data-key].
import { isComposing } from "../dom.js";

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

class Cells extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dblclick", (event) => this.#open(event.target.closest("td[data-key]"), event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.#settle();
    this.addEventListener("htmx:afterSettle", () => this.#settle());
  }

  // One stop for the Tab key: the cell that was last in use, or the first.
  #settle() {
    const cells = [...this.querySelectorAll("tbody td[data-key]")];
    if (cells.length && !cells.some((cell) => cell.tabIndex === 0)) cells[0].tabIndex = 0;
    if (!this.left || document.activeElement !== document.body) return;
    document.getElementById(this.left.row)?.querySelector(`[data-key="${CSS.escape(this.left.key)}"]`)?.focus();
    this.left = null;
  }

  #key(event) {
    const cell = event.target;
    if (isComposing(event) || !cell.matches("td[data-key]")) return;
    if (event.key === "Enter" || event.key === "F2") {
      this.#open(cell, event);
      return;
    }
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    this.#focus(this.#beside(cell, ...step));
  }

  #beside(cell, down, right) {
    if (right) {
      const cells = [...cell.parentElement.querySelectorAll("td[data-key]")];
      return cells[cells.indexOf(cell) + right];
    }
    const rows = [...this.querySelectorAll("tbody tr[id]")];
    const row = rows[rows.indexOf(cell.parentElement) + down];
    return row?.querySelector(`[data-key="${CSS.escape(cell.dataset.key)}"]`);
  }

  #focus(cell) {
    if (!cell) return;
    for (const other of this.querySelectorAll('td[data-key][tabindex="0"]')) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  }

  #open(cell, event) {
    if (!cell || cell.querySelector("k-inline-edit") || event.target.closest("a, button, input")) return;
    event.preventDefault();
    getSelection()?.removeAllRanges();
    const row = cell.parentElement;
    this.left = { row: row.id, key: cell.dataset.key };
    const edit = document.createElement("k-inline-edit");
    const id = row.id.replace("customer-row-", "");
    edit.setAttribute("src", `/customers/${id}/cells/${cell.dataset.key}/${location.search}`);
    edit.append(...cell.childNodes);
    cell.append(edit);
    edit.addEventListener("kd:cancelled", () => {
      cell.replaceChildren(...edit.childNodes);
      this.left = null;
      this.#focus(cell);
    });
    edit.edit();
  }
}
customElements.define("k-cells", Cells);
