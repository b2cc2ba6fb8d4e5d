/* What the page says of saving as a whole: the bar on top, a line about what waits elsewhere, and the spoken word.
   The bar changes with every box and is silent; only what a person must know is announced, and once. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const { boxes, outbox, sending } = root;
  if (!boxes || !sending) return;

  const spoken = document.getElementById("saving-said");
  const line = document.getElementById("unsent-line");
  let trouble = "";                 // offline, trouble or ended, while it lasts
  let hadUnsent = 0;
  let elsewhere = 0;

  function announce(words) {
    if (spoken) spoken.textContent = words;
  }

  function show(kind, count = 0) {
    const bar = document.getElementById("save-state");
    if (!bar) return;
    bar.className = "se-save is-" + kind;
    bar.dataset.save = kind;
    boxes.show(bar, "t-save-" + kind, { count: String(count) });
    bar.querySelectorAll("[data-unless-kept]").forEach((each) => { each.hidden = outbox.isLasting(); });
    bar.querySelectorAll("[data-if-kept]").forEach((each) => { each.hidden = !outbox.isLasting(); });
  }

  const sizeOf = (entries) => new Set(entries.flatMap((each) => Object.keys(each.boxes).map((box) => each.address + box))).size;

  /* How many changes of this user are not with the server. */
  const unsent = async () => sizeOf(await outbox.all());

  function byPage(entries) {
    const pages = new Map();
    entries.forEach((each) => pages.set(each.address, [...(pages.get(each.address) || []), each]));
    return [...pages].map(([address, found]) => ({ address, title: found[0].title, count: sizeOf(found) }));
  }

  /* “还有3处改动未送到”: of other pages always, of this one when it was opened with some. */
  async function showLine(end) {
    if (!line) return;
    if (outbox.isOpen() && !outbox.isLasting()) {
      boxes.show(line, "t-unsent-memory");
      line.hidden = false;
      return;
    }
    const entries = await outbox.all();
    const others = entries.filter((each) => each.address !== sending.address);
    elsewhere = others.length;
    const shown = hadUnsent ? entries : others;
    const count = sizeOf(shown);
    if (!count) {
      if (hadUnsent) boxes.show(line, "t-unsent-done", { count: String(hadUnsent) });
      else line.hidden = true;
      if (hadUnsent) window.setTimeout(() => { line.hidden = true; }, 8000);
      hadUnsent = 0;
      return;
    }
    const isStuck = others.every((each) => each.isParked) && others.length;
    boxes.show(line, isStuck ? "t-unsent-stuck" : end === "done" ? "t-unsent-sending" : "t-unsent-waiting", {
      count: String(count),
      pages: byPage(shown).map((each) => `${each.title} ${each.count} 处`).join("、"),
    });
    line.hidden = false;
  }

  /* After a page was opened and what was kept is back in its boxes. */
  async function opened() {
    const entries = await outbox.all();
    hadUnsent = sizeOf(entries);
    if (hadUnsent || !outbox.isLasting()) await showLine("done");
  }

  /* Sending has stopped: because all is sent, or because it cannot go on. `count` boxes of this page are not stored. */
  async function stopped(end, count) {
    if (end !== "done") show(end, Math.max(count, await unsent()));
    else if (count) show("left", count);
    else if (!["saved", "partly", "none"].includes(document.getElementById("save-state")?.dataset.save)) show("done");
    if (end !== trouble && end !== "done") announce((document.getElementById("save-state")?.innerText || "").trim().replace(/\s+/g, " "));
    if (end === "done" && trouble) announce("都已保存");
    trouble = end === "done" ? "" : end;
    boxes.form.dataset.outbox = end === "done" && !count ? "empty" : end;
    await showLine(end);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-retry]")) root.saving.retry();
    if (event.target.closest("[data-list-unsent]")) root.unsentList.open();
  });

  root.bar = { show, announce, unsent, opened, stopped, hasElsewhere: () => elsewhere > 0 };
})();
