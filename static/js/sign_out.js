/* Signing out with something unsent asks first. What is given up is deleted before the session ends. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const form = document.querySelector("form[data-sign-out]");
  if (!form || !root.outbox) return;

  let isAllowed = false;

  /* What there is goes to the server first, where this is a page that can send; but nobody is kept waiting long. */
  async function trySending() {
    if (!root.saving) return;
    await Promise.race([root.saving.send({ all: true }), new Promise((resolve) => { window.setTimeout(resolve, 4000); })]);
  }

  async function mayLeave() {
    if (!(await root.outbox.count()) && !root.saving?.hasUnsent()) return true;
    await trySending();
    // Without the key nothing can be read or listed; somebody else's, or the session is over already.
    const isOpen = await root.outbox.open().then(() => true, () => false);
    const choice = isOpen || root.saving?.hasUnsent() ? await root.unsentList.open({ isLeaving: true }) : "none";
    if (choice === "discard") await root.outbox.clear();
    return choice !== "stay";
  }

  form.addEventListener("submit", async (event) => {
    if (isAllowed) return;
    event.preventDefault();
    event.stopPropagation();
    isAllowed = await mayLeave();
    if (!isAllowed) return;
    root.isLeavingOnPurpose = true;
    form.requestSubmit();
  }, true);
})();
