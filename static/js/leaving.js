/* Leaving a page of a filing: what was just typed is sent first, and nothing is sent for signature without it. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  if (!root.saving) return;
  const { saving, sending, outbox, bar } = root;
  const PATIENCE = 4000;            // ms; what is not sent by then stays in the outbox and goes with the next page

  const isBusy = () => !root.isLeavingOnPurpose && (sending.isRunning() || saving.hasUnsent());
  let isGoing = false;

  async function sent() {
    const waiting = new Promise((resolve) => { window.setTimeout(() => resolve("late"), PATIENCE); });
    return Promise.race([saving.send(), waiting]);
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = link && !link.target && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey);
    const isHere = link && link.hash && link.pathname === window.location.pathname;
    if (!isPlain || isHere || isGoing || !isBusy() || event.defaultPrevented) return;
    event.preventDefault();
    await sent();
    isGoing = true;
    if (link.isConnected) link.click();
    else window.location.assign(link.href);
    isGoing = false;
  });

  /* Beside the button, since the bar on top may be far away. */
  function holdBack(form) {
    form.querySelector("[data-held-back]")?.remove();
    form.append(document.getElementById("t-held-back").content.cloneNode(true));
  }

  // Sending for signature freezes the form: first everything typed must be in it.
  document.addEventListener("submit", async (event) => {
    const other = event.target;
    const isSaving = other === root.boxes.form || other.matches("[data-sign-out], [method=dialog], [data-signs-in]");
    if (isSaving || isGoing || !(isBusy() || bar.hasElsewhere())) return;
    event.preventDefault();
    const button = event.submitter;
    const place = other.closest("[id]")?.id;
    const end = await sent();
    const filing = root.boxes.form.dataset.filing;
    const left = (await outbox.all()).filter((each) => each.filing === filing && !each.isParked);
    if (end !== "done" || left.length) {
      holdBack(other);
      return;
    }
    document.querySelectorAll("[data-held-back]").forEach((each) => each.remove());
    isGoing = true;
    const again = other.isConnected ? other : document.getElementById(place)?.querySelector("form");
    again?.requestSubmit(button?.form === again ? button : undefined);
    isGoing = false;
  }, true);

  window.addEventListener("beforeunload", (event) => {
    if (saving.hasUnsent() && !outbox.isLasting() && !root.isLeavingOnPurpose) event.preventDefault();
  });
})();
