/* Opens a piece of evidence in place: the file's own page, shown in a dialog. Without scripts the link goes there. */
(() => {
  "use strict";
  const template = document.getElementById("t-evidence-viewer");
  if (!template) return;
  document.documentElement.classList.add("has-js");

  let dialog = null;
  let opener = null;

  function made() {
    if (dialog) return dialog;
    document.body.append(template.content.cloneNode(true));
    dialog = document.body.lastElementChild;
    dialog.addEventListener("close", () => {
      dialog.querySelector(".se-viewer-body").replaceChildren();
      opener?.isConnected ? opener.focus() : document.getElementById("main")?.focus();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-evidence-close]")) dialog.close();
    });
    return dialog;
  }

  function say(words, isBad) {
    const place = dialog.querySelector(".se-viewer-words");
    place.textContent = words;
    place.classList.toggle("is-bad", Boolean(isBad));
  }

  async function open(url) {
    const shown = made();
    say("");
    if (!shown.open) shown.showModal();
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (answer.status === 401) return say("登录已过期，请重新登录后再看", true);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const sheet = page.getElementById("evidence-sheet");
      if (!sheet) return say("这份材料现在打不开，请刷新后再试", true);
      shown.querySelector(".se-viewer-body").replaceChildren(document.adoptNode(sheet));
      shown.scrollTop = 0;
    } catch {
      say("没有连上服务器，请稍后再试", true);
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-evidence-open]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!dialog?.contains(link)) opener = link;
    open(link.href);
  }, true);

  // Forms of a file change it in place; what the server says is shown, and the page behind is brought up to date.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-evidence-form]");
    if (!form || !dialog?.contains(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("正在办理…");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json", "HX-Request": "true" } });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      if (!answer.ok) return say(told.words || (answer.status === 401 ? "登录已过期，请重新登录后再办理" : "没有办成，请刷新后再试"), true);
      document.dispatchEvent(new CustomEvent("selfeval:evidence", { detail: { words: told.words } }));
      dialog.close();
    } catch {
      say("没有连上服务器，请稍后再试", true);
    }
  }, true);
})();
