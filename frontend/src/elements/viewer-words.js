// The words of a page, invisible over its image, so that they can be selected and read aloud.
import { make } from "../dom.js";

export async function layWords(sheet, address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { words } = await response.json();
  if (!words.length) return;
  const layer = make("div", "viewer-words");
  layer.append(...words.map(word));
  sheet.querySelector(".viewer-words")?.remove();
  sheet.firstChild.append(layer);
  fit(layer);
  new ResizeObserver(() => fit(layer)).observe(sheet);
}

function word([text, x, y, width, height]) {
  const span = make("span", "", text);
  Object.assign(span.dataset, { x, y, width, height });
  for (const [side, share] of [["left", x], ["top", y]]) span.style[side] = `${share * 100}%`;
  return span;
}

// Letters as high as the line, then stretched to the width it has on the page.
function fit(layer) {
  const { clientWidth, clientHeight } = layer;
  if (!clientWidth) return;
  const spans = [...layer.children];
  for (const span of spans) {
    span.style.transform = "";
    span.style.fontSize = `${span.dataset.height * clientHeight * 0.9}px`;
    span.style.lineHeight = `${span.dataset.height * clientHeight}px`;
  }
  const widths = spans.map((span) => span.offsetWidth);
  spans.forEach((span, index) => {
    if (widths[index]) span.style.transform = `scaleX(${(span.dataset.width * clientWidth) / widths[index]})`;
  });
}
