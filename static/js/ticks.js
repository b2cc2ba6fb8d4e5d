/* Ticks of a long list: how many there are, all or none of what is shown, and finding among them. Without scripts the
   boxes are ticked one by one. */
(() => {
  "use strict";
  document.documentElement.classList.add("has-js");
  for (const place of document.querySelectorAll("[data-ticks]")) {
    const boxes = [...place.querySelectorAll("input[type=checkbox][name]")];
    const rows = [...place.querySelectorAll("[data-words]")];
    const counts = place.querySelectorAll("[data-tick-count]");
    const told = place.querySelector("[data-tick-found]");
    const needing = place.querySelectorAll("[data-tick-needs]");
    const count = () => {
      const number = boxes.filter((box) => box.checked).length;
      for (const each of counts) each.textContent = String(number);
      for (const each of needing) each.disabled = number === 0;
    };
    place.addEventListener("change", count);
    for (const button of place.querySelectorAll("[data-tick-all]")) {
      button.addEventListener("click", () => {
        for (const box of boxes) {
          if (!box.disabled && !box.closest("[hidden]")) box.checked = button.dataset.tickAll === "on";
        }
        count();
      });
    }
    const find = place.querySelector("[data-tick-find]");
    if (find) {
      find.addEventListener("input", () => {
        const words = find.value.trim().toLowerCase().split(/\s+/);
        let found = 0;
        for (const row of rows) {
          row.hidden = !words.every((word) => row.dataset.words.toLowerCase().includes(word));
          found += row.hidden ? 0 : 1;
        }
        told.textContent = find.value.trim() ? `找到 ${found} 家` : "";
      });
      // What is looked for is no answer of the form.
      find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    }
    count();
  }
})();
