// The entries of a form by name: what they are called, what they hold, how they are shown and set.
const SILENT = new Set(["csrfmiddlewaretoken", "revision", "expected", "reason"]);

/** name → {name, label, values, shown, controls}; `initial`: as the page came. */
export function entriesOf(form, { initial = false } = {}) {
  const found = new Map();
  for (const control of form.elements) {
    if (!isEntry(control) || control.closest("k-combobox[multiple]")) continue;
    const entry = found.get(control.name) ?? { name: control.name, label: labelOf(control), values: [], shown: [], controls: [] };
    entry.controls.push(control);
    for (const [value, shown] of held(control, initial)) {
      entry.values.push(value);
      if (shown) entry.shown.push(shown);
    }
    found.set(control.name, entry);
  }
  for (const combo of form.querySelectorAll("k-combobox[multiple]")) {
    const chips = (initial && combo.initially) || chipsOf(combo);
    const name = combo.getAttribute("name");
    found.set(name, { name, label: labelOf(combo.querySelector("[role=combobox]")), values: chips.map(([value]) => value), shown: chips.map(([, label]) => label), controls: [], combo });
  }
  return found;
}

/** [value, label] of each chip of a combobox that takes several. */
export function chipsOf(combo) {
  return [...combo.querySelectorAll(".chip")].map((chip) => [chip.querySelector("input").value, chip.querySelector("span").textContent]);
}

export const isSame = (one, other) => JSON.stringify(one?.values) === JSON.stringify(other?.values);

/** Put values (of an entry of this form or of another copy of it) into the controls. */
export function put(entry, { values, shown = [] }) {
  entry.combo?.put(values, shown);
  entry.controls.forEach((control, place) => {
    if (isTicked(control)) control.checked = values.includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[place] ?? values[0] ?? "";
    const text = control.closest("k-combobox:not([multiple])")?.querySelector("[role=combobox]");
    if (text && shown[0] !== undefined) text.value = shown[0];
    control.dispatchEvent(new Event("kd:put", { bubbles: true }));
  });
}

function isEntry({ name, type, disabled }) {
  return name && !disabled && !SILENT.has(name) && !["submit", "button", "file", "password", "fieldset"].includes(type);
}

const isTicked = ({ type }) => type === "checkbox" || type === "radio";

function held(control, initial) {
  if (isTicked(control)) return (initial ? control.defaultChecked : control.checked) ? [[control.value, labelOf(control)]] : [];
  if (control.tagName === "SELECT") {
    const options = [...control.options];
    const chosen = options.filter((option) => (initial ? option.defaultSelected : option.selected));
    return (chosen.length || control.multiple ? chosen : options.slice(0, 1)).map((option) => [option.value, option.value && option.text.trim()]);
  }
  const combo = control.closest("k-combobox");
  if (initial && combo?.initially && control.type === "hidden") return combo.initially;
  const text = combo?.querySelector("[role=combobox]");
  const value = initial ? control.defaultValue : control.value;
  return [[value, text && control.type === "hidden" ? (initial ? text.defaultValue : text.value) : value]];
}

function labelOf(control) {
  const own = control.labels?.[0] ?? control.closest(".field")?.querySelector("label");
  const words = [...(own?.childNodes ?? [])].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data.trim()).join("");
  return (words || (own?.textContent ?? control.getAttribute("aria-label") ?? control.name)).trim();
}
