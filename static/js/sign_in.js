/* The login has ended while somebody types: they sign in here, and go on. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const dialog = document.getElementById("sign-in-dialog");
  if (!dialog || !root.sending) return;

  const form = dialog.querySelector("form");
  const channel = new BroadcastChannel("selfeval-outbox");
  let answered = null;
  let asking = null;

  const say = (words) => {
    const place = dialog.querySelector("[data-words]");
    place.querySelector("span").textContent = words;
    place.hidden = !words;
  };

  /* Resolves to same, other or cancelled. `count` changes wait. */
  function ask(count) {
    asking = asking || new Promise((resolve) => {
      answered = (end) => {
        asking = null;
        resolve(end);
      };
      dialog.querySelectorAll("[data-count]").forEach((each) => { each.textContent = String(count); });
      say("");
      dialog.showModal();
      form.elements.password.focus();
    });
    return asking;
  }

  async function signIn() {
    // All cookies may be gone; the page of the login brings a new one against forgery.
    await fetch(form.action, { cache: "no-store" });
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": root.sending.csrfToken() },
      body: new URLSearchParams({ username: form.elements.username.value, password: form.elements.password.value }),
    });
    return response.json();
  }

  /* Another person sits here now. What the first one typed leaves the screen; it stays locked in the outbox. */
  function giveWay() {
    root.isLeavingOnPurpose = true;
    document.querySelectorAll("main, .se-appbar, .se-docbar, .se-dock, .se-jump, aside, nav").forEach((each) => each.remove());
    dialog.querySelector("[data-same]").hidden = true;
    dialog.querySelector("[data-other]").hidden = false;
    dialog.querySelector("[data-if-kept]").hidden = !root.outbox.isLasting();
    dialog.querySelector("[data-unless-kept]").hidden = root.outbox.isLasting();
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[data-other] a").focus();
    answered?.("other");
  }

  /* A new login has a new token against forgery; the other forms of the page still have the old one. */
  function renewTokens() {
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((each) => { each.value = root.sending.csrfToken(); });
  }

  function accept(user) {
    if (user !== root.outbox.user()) {
      giveWay();
      return;
    }
    renewTokens();
    form.elements.password.value = "";
    dialog.close("same");
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const { user, words } = await signIn();
      if (user) {
        channel.postMessage({ signedIn: user });
        accept(user);
      } else {
        say(words || "没有登录成功，请再试一次。");
        form.elements.password.select();
      }
    } catch {
      say("没有连上服务器，请稍后再试。填的内容还在。");
    } finally {
      button.disabled = false;
    }
  });

  dialog.addEventListener("cancel", (event) => { if (!dialog.querySelector("[data-other]").hidden) event.preventDefault(); });
  dialog.addEventListener("close", () => answered?.(dialog.returnValue === "same" ? "same" : "cancelled"));
  dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close("cancelled"));
  // Signed in from another tab: this one goes on as well.
  channel.addEventListener("message", ({ data }) => {
    if (data.signedIn && dialog.open) accept(data.signedIn);
    else if (data.signedIn === root.outbox.user()) renewTokens();
  });

  root.signIn = { ask, giveWay };
})();
