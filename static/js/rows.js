/* Adding and removing rows, counting characters, folding: conveniences of the filing pages. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const form = document.getElementById("section-form");
  if (!form) return;

  function addRow(box, number = Number(box.dataset.next || box.querySelector("tbody").rows.length)) {
    const body = box.querySelector("tbody");
    const template = box.querySelector("template");
    box.dataset.next = String(Math.max(number + 1, Number(box.dataset.next || body.rows.length)));
    const row = template.content.firstElementChild.cloneNode(true);
    row.querySelectorAll("[name]").forEach((input) => { input.name = input.name.replace(".NUMBER.", `.${number}.`); });
    body.append(row);
    return row;
  }

  const numberOf = (row) => Number(row.querySelector("[name]").name.split(".").at(-2));

  // Values that were kept are put back: the rows they stood in are made, those that were removed go.
  form.addEventListener("selfeval:restore", (event) => {
    const box = event.target;
    if (!box.matches(".se-rowbox") || !box.querySelector("template")) return;
    const cells = event.detail.pairs.map(([name]) => name.slice(event.detail.box.length + 1).split("."));
    const numbers = [...new Set(cells.filter((cell) => cell.length === 2).map(([number]) => Number(number)))];
    const rows = new Map([...box.querySelector("tbody").rows].map((row) => [numberOf(row), row]));
    rows.forEach((row, number) => { if (!numbers.includes(number)) row.remove(); });
    numbers.forEach((number) => {
      const row = rows.get(number) || addRow(box, number);
      box.querySelector("tbody").append(row);
      if (event.detail.pairs.some(([name, value]) => value && name.startsWith(`${event.detail.box}.${number}.`))) row.hidden = false;
    });
    box.dataset.next = String(Math.max(1000, Number(box.dataset.next || 0)));
  });

  form.addEventListener("click", (event) => {
    const box = event.target.closest("[data-box]");
    if (event.target.closest("[data-add-row]")) {
      addRow(box).querySelector("input, textarea, select").focus();
    }
    if (event.target.closest("[data-remove-row]")) {
      event.target.closest("tr").remove();
      box.dataset.next = box.dataset.next || "1000";   // numbers of rows that are left must not be used again
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (event.target.closest("[data-toggle-all]")) toggleAll(event.target.closest("[data-toggle-all]"));
  });

  function toggleAll(button) {
    const all = [...form.querySelectorAll("details.se-ind")];
    const opens = all.some((each) => !each.open);
    all.forEach((each) => { each.open = opens; });
    button.textContent = opens ? "全部收起" : "全部展开";
  }

  function showCount(event) {
    const count = event.target.name && form.querySelector(`[data-count-of="${CSS.escape(event.target.name)}"]`);
    if (!count) return;
    const most = count.dataset.most;
    const length = [...event.target.value].length;
    count.textContent = most ? `${length} / ${most} 字` : `${length} 字`;
    count.classList.toggle("t-red", Boolean(most) && length > Number(most));
  }
  form.addEventListener("input", showCount);
  form.addEventListener("selfeval:restored", showCount);

  /* The rows of a table from `row` down, as many as `count`: spare ones come to light, missing ones are made. */
  function rowsFrom(row, count) {
    const box = row.closest(".se-rowbox");
    const canGrow = Boolean(box?.querySelector("template"));
    const after = () => [...row.parentElement.rows].filter((each) => each.rowIndex >= row.rowIndex && (canGrow || !each.hidden));
    while (canGrow && after().length < count) addRow(box);
    const found = after().slice(0, count);
    found.forEach((each) => { each.hidden = false; });
    return found;
  }
  root.rowsFrom = rowsFrom;

  // 以上都不具备 and the single criteria exclude each other.
  form.addEventListener("change", (event) => {
    const ticks = event.target.closest(".se-ticks");
    if (!ticks || !event.target.checked) return;
    const isNone = event.target.value === "none";
    ticks.querySelectorAll("input[type=checkbox]").forEach((each) => {
      if (each !== event.target && (isNone || each.value === "none")) each.checked = false;
    });
  }, true);

  form.querySelectorAll("tr.is-spare").forEach((row, place, all) => {
    const isFirstOfBox = place === 0 || all[place - 1].closest("[data-box]") !== row.closest("[data-box]");
    const hasOthers = row.parentElement.rows.length > row.parentElement.querySelectorAll(".is-spare").length;
    if (hasOthers || !isFirstOfBox) row.hidden = true;
  });
})();
