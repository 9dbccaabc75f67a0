// k-board: cards in columns. Dragged with the mouse or after a long press; on the keyboard Alt+← and Alt+→.
// The drop POSTs {column: its name} to the card's data-move; the board then loads itself again (event on the body).
import htmx from "../htmx.js";
import { emit } from "../dom.js";

const LONG_PRESS = 280;
const FAR = 6;

class Board extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", (event) => this.#down(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("dragstart", (event) => event.preventDefault());
    this.addEventListener("click", (event) => this.dragged && event.preventDefault(), true);
  }

  get columns() {
    return [...this.querySelectorAll("[data-column]")];
  }

  #down(event) {
    const card = event.target.closest("[data-move]");
    if (!card || event.button || event.target.closest("button, select, input, k-menu")) return;
    this.dragged = false;
    const start = { card, x: event.clientX, y: event.clientY, id: event.pointerId };
    const isTouch = event.pointerType !== "mouse";
    const hold = isTouch ? setTimeout(() => this.#lift(start), LONG_PRESS) : 0;
    const move = (moved) => {
      const far = Math.hypot(moved.clientX - start.x, moved.clientY - start.y) > FAR;
      if (!this.ghost && far && isTouch) end();
      else if (!this.ghost && far) this.#lift(start);
      if (this.ghost) this.#carry(moved);
    };
    const still = (touch) => this.ghost && touch.preventDefault();
    const end = (ended) => {
      clearTimeout(hold);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      document.removeEventListener("touchmove", still);
      if (this.ghost) this.#drop(start, ended?.type === "pointerup");
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
    document.addEventListener("touchmove", still, { passive: false });
  }

  #lift({ card, x, y }) {
    const box = card.getBoundingClientRect();
    this.ghost = card.cloneNode(true);
    this.ghost.classList.add("board-ghost");
    this.ghost.removeAttribute("data-move");
    this.shift = { x: x - box.left, y: y - box.top };
    this.ghost.style.width = `${box.width}px`;
    document.body.append(this.ghost);
    card.dataset.lifted = "";
    this.#carry({ clientX: x, clientY: y });
  }

  #carry({ clientX, clientY }) {
    this.ghost.style.transform = `translate(${clientX - this.shift.x}px, ${clientY - this.shift.y}px)`;
    const over = document.elementsFromPoint(clientX, clientY).find((one) => one.closest("[data-column]"))?.closest("[data-column]");
    for (const column of this.columns) column.toggleAttribute("data-over", column === over);
    this.over = over;
    const edge = this.getBoundingClientRect();
    if (clientX > edge.right - 40) this.scrollBy({ left: 12 });
    if (clientX < edge.left + 40) this.scrollBy({ left: -12 });
  }

  #drop({ card }, isDropped) {
    this.ghost.remove();
    this.ghost = null;
    this.dragged = true;
    setTimeout(() => (this.dragged = false), 50);
    delete card.dataset.lifted;
    for (const column of this.columns) column.removeAttribute("data-over");
    if (isDropped && this.over && this.over !== card.closest("[data-column]")) this.#move(card, this.over);
  }

  #key(event) {
    const card = event.target.closest("[data-move]");
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!card || !event.altKey || !by) return;
    event.preventDefault();
    const columns = this.columns;
    const to = columns[columns.indexOf(card.closest("[data-column]")) + by];
    if (to) this.#move(card, to);
  }

  async #move(card, column) {
    const from = card.parentElement;
    const next = card.nextSibling;
    column.querySelector("[data-cards]").prepend(card);
    card.focus();
    this.wanted = card.id;
    try {
      await htmx.ajax("POST", card.dataset.move, { source: card, swap: "none", values: { column: column.dataset.column } });
    } catch {
      from.insertBefore(card, next);
    }
    emit(document.body, "kd:board");
  }
}
customElements.define("k-board", Board);
// After the board loaded itself again, the keyboard stays on the card that was moved.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const board = detail.target?.querySelector?.("k-board");
  if (board?.wanted) sessionStorage.setItem("kd-board", board.wanted);
});
document.addEventListener("htmx:afterSettle", () => {
  const id = sessionStorage.getItem("kd-board");
  if (!id) return;
  sessionStorage.removeItem("kd-board");
  if (document.activeElement === document.body) document.getElementById(id)?.focus();
});
