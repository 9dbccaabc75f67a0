// k-select-all: counts chosen rows, shift chooses a stretch, "all N results" sets the hidden `all` to the query.
class SelectAll extends HTMLElement {
  connectedCallback() {
    this.bar = this.querySelector(".selection");
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("change", (event) => this.#change(event));
    this.addEventListener("htmx:afterSettle", () => this.show());
    this.show();
  }

  get boxes() {
    return [...this.querySelectorAll("tbody .select input[type=checkbox]")];
  }

  get chosen() {
    return this.boxes.filter((box) => box.checked);
  }

  show() {
    if (!this.bar) return;
    const { length } = this.chosen;
    const all = this.bar.querySelector("[name=all]");
    if (length < this.boxes.length) all.value = "";
    const isAll = Boolean(all.value);
    this.bar.hidden = !length;
    const { selected, all: words, results, items } = this.dataset;
    const total = this.getAttribute("count");
    this.bar.querySelector(".selection-count").textContent = `${selected} ${isAll ? total : length} ${items}`;
    const more = this.bar.querySelector("[data-select-all]");
    if (more) {
      more.hidden = isAll || length < this.boxes.length || total === String(length);
      more.textContent = `${words} ${total} ${results}`;
    }
    const head = this.querySelector("thead .select input");
    if (head) {
      head.checked = length > 0 && length === this.boxes.length;
      head.indeterminate = length > 0 && length < this.boxes.length;
    }
  }

  #click(event) {
    const { target } = event;
    if (target.matches?.("tbody .select input")) this.#stretch(target, event.shiftKey);
    else if (target.closest("[data-clear]")) this.#set(false);
    else if (target.closest("[data-select-all]")) {
      const all = this.bar.querySelector("[name=all]");
      all.value = all.dataset.query || "1";
      this.show();
    }
  }

  #stretch(box, shift) {
    const { boxes } = this;
    const at = boxes.indexOf(box);
    if (shift && this.last >= 0) {
      const [from, to] = [Math.min(at, this.last), Math.max(at, this.last)];
      for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    }
    this.last = at;
  }

  #change({ target }) {
    if (target.matches("thead .select input")) this.#set(target.checked);
    else if (target.matches(".select input")) this.show();
  }

  #set(checked) {
    for (const box of this.boxes) box.checked = checked;
    this.show();
  }
}
customElements.define("k-select-all", SelectAll);
