import htmx from "htmx.org";

// Not the style attribute: the content policy lets nobody set it, and a swap would carry over what a script left there.
htmx.config.attributesToSettle = ["class", "width", "height"];
window.htmx = htmx;
export default htmx;
