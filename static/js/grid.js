/* Columns of numbers as in a spreadsheet: Enter goes down, what is pasted from one fills downwards and to the right. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
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

  const TYPED = "input[type=text], textarea";
  const isOfTable = (element) => element.matches?.("input[type=text]") && Boolean(element.closest(".se-items"));

  /* What was copied from a worksheet, as lines of cells; null where it is one piece that the browser pastes by itself. */
  function pasted(event) {
    const text = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    return /[\n\t]/.test(text) ? text.split("\n").map((line) => line.split("\t").map((cell) => cell.trim())) : null;
  }

  /* Puts the lines into `places`, lines of boxes; what has no box is said, so that nobody takes it for filled in. */
  function pour(lines, places) {
    const filled = [], left = [];
    lines.forEach((cells, line) => cells.forEach((text, column) => {
      const box = places[line]?.[column];
      if (box) {
        box.value = text;
        filled.push(box);
      } else if (text) left.push(text);
    }));
    const some = left.slice(0, 20).join("、") + (left.length > 20 ? "……" : "");
    if (left.length) window.alert(`粘贴的内容比这里的格子多，有 ${left.length} 处没有填入：\n${some}`);
    return filled;
  }

  const boxesFrom = (cell) => [...cell.parentElement.cells].slice(cell.cellIndex).map((each) => each.querySelector(TYPED));

  /* In a table its own columns and rows, elsewhere the numbers below one another. */
  function placesFor(input, count) {
    const cell = input.closest("td");
    if (!cell || !input.closest(".se-items")) return [input, ...below(input)].map((each) => [each]);
    return root.rowsFrom(cell.parentElement, count).map((row) => boxesFrom(row.cells[cell.cellIndex]));
  }

  form.addEventListener("paste", (event) => {
    const lines = (isNumber(event.target) || isOfTable(event.target)) && pasted(event);
    if (!lines) return;
    event.preventDefault();
    pour(lines, placesFor(event.target, lines.length)).forEach((box) => {
      box.dispatchEvent(new CustomEvent("selfeval:touched", { bubbles: true }));
    });
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  root.grid = { pasted, pour, boxesFrom };
})();
