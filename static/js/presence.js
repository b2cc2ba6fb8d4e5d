/* Who else is at this filing, asked now and then while the page is looked at. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const form = document.getElementById("section-form");
  const place = document.getElementById("who-is-here");
  if (!form?.dataset.whoIsHere || !place || !root.sending) return;

  const EVERY = 20000;

  async function ask() {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(form.dataset.whoIsHere, {
        method: "POST",
        headers: { "X-CSRFToken": root.sending.csrfToken(), "HX-Request": "true" },
        body: new URLSearchParams({ section: form.dataset.section }),
      });
      if (answer.ok) window.htmx.swap(document.body, await answer.text(), { swapStyle: "none" });
    } catch {
      // Not on line: saving says so.
    }
  }

  document.querySelector(".se-sec-head h2")?.after(place);
  document.addEventListener("visibilitychange", ask);
  window.setInterval(ask, EVERY);
  ask();
})();
