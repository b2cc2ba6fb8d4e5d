/* The unit's own indicators: adding, removing and ordering rows, and what each row says after an answer.
   Without scripts the same buttons send the page. */
(() => {
  "use strict";
  const form = document.getElementById("section-form");
  if (!form || !form.querySelector(".se-own")) return;

  const rowOf = (element) => element.closest("[data-own-row]");
  const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));
  const cell = (row, column) => row.querySelector(`[name$=".${column}"]`);

  function nextKey(box) {
    const keys = [...box.querySelectorAll("[data-own-row]")].map((row) => Number(row.dataset.ownRow));
    const next = Math.max(Number(box.dataset.lastKey || 0), ...keys) + 1;
    box.dataset.lastKey = String(next);   // a number that was given up must not be used again
    return String(next);
  }

  function number(table) {
    table.querySelectorAll("[data-own-number]").forEach((each, place) => { each.textContent = String(place + 1); });
  }

  function make(part, key) {
    const row = part.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.ownRow = key;
    for (const attribute of ["name", "id", "data-own-hint", "data-link-insert", "value"]) {
      row.querySelectorAll(`[${attribute}]`).forEach((each) => {
        each.setAttribute(attribute, each.getAttribute(attribute).replace(/(^|\.)NUMBER(?=\.|$)/, `$1${key}`));
      });
    }
    const table = part.querySelector("table");
    table.append(row);
    number(table);
    return row;
  }

  function add(button) {
    const row = make(button.closest("[data-own-group]"), nextKey(button.closest("[data-box]")));
    cell(row, "name").focus();
    return row;
  }

  // Values that were kept are put back: rows in the order they had, those that were removed gone.
  form.addEventListener("selfeval:restore", ({ target: box, detail }) => {
    if (!box.matches(".se-own")) return;
    const groups = new Map();
    detail.pairs.forEach(([name, value]) => {
      const [key, column] = name.slice(detail.box.length + 1).split(".");
      if (column === "group") groups.set(key, value);
    });
    const rows = new Map([...box.querySelectorAll("[data-own-row]")].map((row) => [row.dataset.ownRow, row]));
    rows.forEach((row, key) => { if (!groups.has(key)) row.remove(); });
    groups.forEach((group, key) => {
      const part = box.querySelector(`[data-own-group="${CSS.escape(group)}"]`);
      if (!part) return;
      const row = rows.get(key) || make(part, key);
      part.querySelector("table").append(row);
    });
    box.querySelectorAll("table").forEach(number);
    box.dataset.lastKey = String(Math.max(Number(box.dataset.lastKey || 0), ...[...groups.keys()].map(Number)));
  });

  function remove(button) {
    if (!button.dataset.armed) {
      button.dataset.armed = "yes";
      button.lastChild.textContent = "再点一次就删去，填的内容不再保留";
      return;
    }
    const row = rowOf(button);
    const table = row.closest("table");
    const near = row.nextElementSibling?.matches("[data-own-row]") ? row.nextElementSibling : row.previousElementSibling;
    const box = button.closest("[data-box]");
    box.dataset.lastKey = String(Math.max(Number(box.dataset.lastKey || 0), Number(row.dataset.ownRow)));
    row.remove();
    number(table);
    const place = near?.matches("[data-own-row]") ? cell(near, "name") : table.parentElement.querySelector("[data-own-add]");
    place.focus();
    changed(box);
  }

  function move(button, step) {
    const row = rowOf(button);
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other?.matches("[data-own-row]")) return;
    if (step < 0) other.before(row);
    else other.after(row);
    number(row.closest("table"));
    button.focus();
    changed(button.closest("[data-box]"));
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-own-add], [data-own-remove], [data-own-up], [data-own-down]");
    if (!button) return;
    event.preventDefault();
    if ("ownAdd" in button.dataset) add(button);
    if ("ownRemove" in button.dataset) remove(button);
    if ("ownUp" in button.dataset) move(button, -1);
    if ("ownDown" in button.dataset) move(button, 1);
  });
  form.addEventListener("focusout", (event) => {
    const button = event.target.closest("[data-own-remove]");
    if (!button?.dataset.armed) return;
    delete button.dataset.armed;
    button.lastChild.textContent = "删去这个指标";
  });

  // Words are scored by a tier, figures by what was reached.
  function showNature(event) {
    const row = rowOf(event.target);
    if (!row || !event.target.name?.endsWith(".sign")) return;
    const isWords = event.target.value === "qualitative";
    row.classList.toggle("is-words", isWords);
    row.classList.toggle("is-tiered", isWords || row.closest(".se-own").dataset.allTiered === "yes");
  }
  form.addEventListener("change", showNature, true);
  form.addEventListener("selfeval:restored", showNature);

  form.addEventListener("selfeval:answered", () => {
    form.querySelectorAll("[data-row-state]").forEach((state) => {
      const row = rowOf(state);
      row.querySelectorAll("[aria-invalid]").forEach((each) => {
        each.removeAttribute("aria-invalid");
        each.classList.remove("is-invalid");
      });
      const wrong = state.dataset.rowState === "refused" && state.dataset.column && cell(row, state.dataset.column);
      if (wrong) {
        wrong.classList.add("is-invalid");
        wrong.setAttribute("aria-invalid", "true");
        for (let fold = wrong.closest("details"); fold; fold = null) fold.open = true;
      }
    });
    form.querySelectorAll("[data-own-hint]").forEach((computed) => {
      const input = form.querySelector(`[name="${CSS.escape(computed.dataset.ownHint)}"]`);
      const text = computed.textContent;
      if (input) input.placeholder = /\d/.test(text) ? text : "";
    });
  });

  // What is copied from a worksheet fills downwards and to the right; rows that are missing are added.
  form.addEventListener("paste", (event) => {
    if (!event.target.matches("[data-one-line]") || event.target.closest("td") === null) return;
    const { grid } = window.selfeval, lines = grid.pasted(event);
    if (!lines) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { cellIndex } = event.target.closest("td");
    const rows = [rowOf(event.target)];
    while (rows.length < lines.length) {
      const last = rows.at(-1);
      rows.push(last.nextElementSibling?.matches("[data-own-row]") ? last.nextElementSibling : add(last));
    }
    grid.pour(lines, rows.map((row) => grid.boxesFrom(row.rows[0].cells[cellIndex])));
    event.target.focus();
    changed(event.target);
  }, true);

  // Where the browser does not let a box grow with its text.
  if (!CSS.supports("field-sizing", "content")) {
    const grow = (each) => {
      each.style.height = "auto";
      each.style.height = `${each.scrollHeight + 2}px`;
    };
    form.addEventListener("input", (event) => { if (event.target.matches("[data-one-line]")) grow(event.target); });
    form.querySelectorAll("[data-one-line]").forEach(grow);
  }
})();
