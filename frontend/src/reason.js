// One dialog asks why; resolves with the reason, or "" when left.
export function askReason(words = "") {
  const dialog = document.getElementById("reason");
  if (!dialog) return Promise.resolve("");
  const form = dialog.querySelector("form");
  const place = form.querySelector(".field-error");
  form.reset();
  place.hidden = true;
  if (words) dialog.querySelector("[data-words]").textContent = words;
  return new Promise((resolve) => {
    let reason = "";
    const send = (event) => {
      const given = [form.elements.choice.value, form.elements.text.value.trim()].filter(Boolean).join("：");
      if (given) {
        reason = given;
        return;
      }
      event.preventDefault();
      place.textContent = dialog.dataset.needed;
      place.hidden = false;
      form.elements.text.focus();
    };
    form.addEventListener("submit", send);
    dialog.addEventListener(
      "close",
      () => {
        form.removeEventListener("submit", send);
        resolve(reason);
      },
      { once: true },
    );
    dialog.showModal();
  });
}
