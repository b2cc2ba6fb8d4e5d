/* A list of what has not reached the server, on any page: to look at, and before signing out. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const dialog = document.getElementById("unsent-dialog");
  if (!dialog) return;

  const WHY = { refused: "没有收下", conflict: "同事改过，要选一个", blocked: "没有收下" };
  let settle = null;

  function rowOf(entry, [box, item]) {
    const row = document.getElementById("t-unsent-row").content.firstElementChild.cloneNode(true);
    const link = row.querySelector("a");
    link.href = `${entry.address}#${box}`;
    link.textContent = `${entry.title} · ${item.label}`;
    row.querySelector("[data-shown]").textContent = item.shown || "（清空）";
    row.querySelector("[data-why]").textContent = item.trouble === "blocked" && item.words ? item.words : WHY[item.trouble] || "等着发送";
    return row;
  }

  function fill(entries) {
    const rows = new Map();           // the last change of a box is the one that counts
    entries.forEach((entry) => Object.entries(entry.boxes).forEach((each) => rows.set(entry.address + each[0], rowOf(entry, each))));
    dialog.querySelector("[data-list]").replaceChildren(...rows.values());
    dialog.querySelectorAll("[data-count]").forEach((each) => { each.textContent = String(rows.size); });
    return rows.size;
  }

  /* Resolves to stay, keep or discard. `isLeaving` where the person is about to sign out. */
  async function open({ isLeaving = false } = {}) {
    if (!fill(await root.outbox.all())) return "none";
    dialog.querySelectorAll("[data-when-leaving]").forEach((each) => { each.hidden = !isLeaving; });
    dialog.querySelectorAll("[data-when-staying]").forEach((each) => { each.hidden = isLeaving; });
    dialog.returnValue = "stay";
    dialog.showModal();
    dialog.querySelector(isLeaving ? "[data-when-leaving] [value=stay]" : "[data-when-staying] [value=stay]").focus();
    return new Promise((resolve) => { settle = resolve; });
  }

  dialog.addEventListener("close", () => {
    settle?.(dialog.returnValue || "stay");
    settle = null;
  });
  dialog.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close("stay"); });

  root.unsentList = { open };
})();
