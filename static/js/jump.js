/* A link to a box opens what is folded round it, puts the cursor there, and outlines it for a moment. Where the address
   names words of a text, they are selected. */
(() => {
  "use strict";
  document.documentElement.classList.add("has-js");

  // The unit's own indicators are found by the row they stand in, which may have moved since the page was drawn.
  function placeOf(name) {
    const found = document.getElementById(name);
    if (found) return found.matches("[data-own-anchor]") ? found.closest("[data-own-row]") : found;
    const end = name.lastIndexOf(".");
    const row = document.getElementById(name.slice(0, end))?.closest("[data-own-row]");
    return row?.querySelector(`[name$="${CSS.escape(name.slice(end))}"]`) || row;
  }

  // `at` counts characters as people do, the box counts in halves of the rare ones; the words may have moved since.
  function select(control) {
    const asked = new URLSearchParams(window.location.search);
    const words = asked.get("words");
    if (!words || !control || control.disabled || !control.matches("textarea")) return;
    const before = [...control.value].slice(0, Number(asked.get("at")) || 0).join("").length;
    const start = control.value.startsWith(words, before) ? before : control.value.indexOf(words);
    if (start >= 0) control.setSelectionRange(start, start + words.length);
  }

  function jump() {
    const name = decodeURIComponent(window.location.hash.slice(1));
    const place = name && placeOf(name);
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const control = place.matches("input, textarea, select")
      ? place
      : place.querySelector("input:not([type=hidden]), textarea, select");
    place.scrollIntoView({ block: "center" });
    (control && !control.disabled && (place.dataset.box || place.dataset.ownRow) ? control : place).focus({ preventScroll: true });
    select(control);
    place.classList.add("is-found");
    window.setTimeout(() => place.classList.remove("is-found"), 2500);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link && link.href === window.location.href) {
      event.preventDefault();
      jump();
    }
  });
  window.addEventListener("hashchange", jump);
  jump();
})();
