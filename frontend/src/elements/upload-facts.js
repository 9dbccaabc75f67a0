// k-upload-facts: what is filled in beside a k-upload goes with every file that is added after; data-done: where to go when all arrived.
import { go } from "../staying.js";

class UploadFacts extends HTMLElement {
  connectedCallback() {
    this.addEventListener("kd:upload-add", (event) => this.#tell(event), true);
    this.addEventListener("kd:uploads-finished", ({ detail }) => {
      const customer = this.querySelector("input[name=customer]")?.value;
      const place = this.dataset.done || (customer && `/customers/${customer}/documents/`);
      if (place && !detail.failed) setTimeout(() => go(place), 600);
    });
  }

  #tell(event) {
    const upload = this.querySelector("k-upload");
    const customer = this.querySelector("input[name=customer]");
    if (customer && !customer.value) {
      event.preventDefault();
      this.querySelector("[role=combobox]").focus();
      return;
    }
    if (customer) upload.dataset.metaCustomer = customer.value;
    for (const input of this.querySelectorAll("[data-fact]")) {
      const name = `meta${input.dataset.fact.replace(/^./, (c) => c.toUpperCase())}`;
      if (input.value) upload.dataset[name] = input.value;
      else delete upload.dataset[name];
    }
  }
}
customElements.define("k-upload-facts", UploadFacts);
