/* Columns of numbers as in a spreadsheet: Enter goes down, pasting a column fills downwards. */
(() => {
  "use strict";
  const form = document.getElementById("section-form");
  if (!form) return;

  const isNumber = (element) => element.matches?.("input.num, textarea.num");
  const column = () => [...form.querySelectorAll("input.num, textarea.num")].filter((each) => each.offsetParent !== null);

  // Inside a table of rows the column is the table's own; elsewhere it is every number on the page.
  function below(input) {
    const cell = input.closest("td");
    const own = input.closest(".se-own-row");
    if (own && cell) {
      const bodies = [...own.parentElement.tBodies];
      const later = bodies.slice(bodies.indexOf(own) + 1);
      const boxes = later.map((body) => body.rows[0].cells[cell.cellIndex].querySelector("input:not([type=hidden]), textarea"));
      return cell.parentElement === own.rows[0] ? boxes.filter(Boolean) : [];
    }
    const table = input.closest(".se-items");
    if (!table || !cell) {
      const all = column();
      return all.slice(all.indexOf(input) + 1);
    }
    const rows = [...table.tBodies[0].rows];
    const later = rows.slice(rows.indexOf(cell.parentElement) + 1).filter((row) => !row.hidden);
    return later.map((row) => row.cells[cell.cellIndex]?.querySelector("input")).filter(Boolean);
  }

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, [data-one-line]")) return;
    event.preventDefault();
    if (!isNumber(event.target) && !event.target.matches("[data-one-line]")) {
      event.target.blur();
      return;
    }
    const next = below(event.target)[0];
    if (next) {
      next.focus();
      next.select();
    } else {
      event.target.blur();
    }
  });

  form.addEventListener("paste", (event) => {
    if (!isNumber(event.target)) return;
    const lines = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
    if (lines.length < 2) return;
    event.preventDefault();
    const boxes = [event.target, ...below(event.target)].slice(0, lines.length);
    boxes.forEach((box, place) => {
      box.value = lines[place].split("\t")[0].trim();
      box.dispatchEvent(new CustomEvent("selfeval:touched", { bubbles: true }));
    });
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
