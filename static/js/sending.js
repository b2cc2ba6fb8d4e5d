/* Sends the outbox: one tab at a time, one request after the other, each the same until the server has answered. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const { form } = root.boxes || {};
  if (!form) return;

  const TIMEOUT = 20000, LEASE = 12000, FIRST_PAUSE = 2, LONGEST_PAUSE = 60;
  const tab = root.queue.newId();
  const address = form.getAttribute("action");
  const channel = new BroadcastChannel("selfeval-outbox");
  const pause = (milliseconds) => new Promise((resolve) => { window.setTimeout(resolve, milliseconds); });

  let listener = null;              // who shows what happens: {sending, settling, answered, heard, stopped}
  let running = null;
  let isWanted = false;
  let takesAll = false;
  let retryTimer = 0;
  let retryAfter = FIRST_PAUSE;     // seconds, doubled after each failure

  /* The cookie's, since the page's own is old once somebody has signed in again. */
  function csrfToken() {
    const name = form.dataset.csrfCookie + "=";
    const cookie = document.cookie.split("; ").find((each) => each.startsWith(name));
    return cookie ? decodeURIComponent(cookie.slice(name.length)) : form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  function bodyOf(entry) {
    const items = Object.entries(entry.boxes);
    const body = new URLSearchParams(items.flatMap(([, item]) => item.pairs));
    body.set("request_id", entry.id);
    body.set("seen", String(Math.min(...items.map(([, item]) => item.seen))));
    items.forEach(([box, item]) => body.set(`seen.${box}`, String(item.seen)));
    // The server refuses what one person typed when another has signed in on the same browser since.
    body.set("typed_by", root.outbox.user());
    return body;
  }

  /* What the server says of each box. A box may be refused in one row and stored in the others. */
  function answerOf(text) {
    try {
      const said = JSON.parse(text);
      const saved = Object.entries(said.boxes).filter(([, word]) => word === "saved").map(([box]) => [box, said.version]);
      return { ...said, stored: { ...Object.fromEntries(saved), ...said.stored } };
    } catch {
      return null;
    }
  }

  async function post(entry) {
    const isHere = entry.address === address;
    const giveUp = new AbortController();
    const timer = window.setTimeout(() => giveUp.abort(), TIMEOUT);
    try {
      const response = await fetch(entry.address, {
        method: "POST",
        headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true", Accept: isHere ? "text/html" : "application/json" },
        body: bodyOf(entry),
        redirect: "error",
        signal: giveUp.signal,
      });
      const text = await response.text();
      const answer = answerOf(response.headers.get("X-Selfeval-Saved") || text);
      return { kind: await kindOf(response.status, answer), status: response.status, text, answer };
    } catch {
      return { kind: "offline", status: 0, text: "", answer: null };
    } finally {
      window.clearTimeout(timer);
    }
  }

  /* A refusal of the whole request may only mean that somebody else has signed in here since. */
  async function kindOf(status, answer) {
    if (status === 200 && answer) return "answered";
    if (status === 401) return "ended";
    if (![400, 403, 404, 409, 410, 413].includes(status)) return "trouble";
    return await root.outbox.whoIsSignedIn() === root.outbox.user() ? "blocked" : "other";
  }

  /* The words of a refusal of the whole request, from a fragment or a JSON answer. */
  function wordsOf({ text, status }) {
    try {
      return JSON.parse(text).words;
    } catch {
      const said = new DOMParser().parseFromString(text, "text/html").querySelector("#page-alert .alert");
      return said?.textContent.trim().replace(/\s+/g, " ") || (status === 404 ? "找不到这份填报了" : "服务器没有收下");
    }
  }

  function settled(entries, entry, answer) {
    listener.settling(entry, answer);
    return root.queue.settle(entries, entry.id, answer);
  }

  async function sendAll(isTakingAll) {
    for (;;) {
      const { entry } = await root.outbox.change((entries) => (
        root.queue.sealNext(entries, { tab, now: Date.now(), takesAll: isTakingAll })
      ));
      if (!entry) return "done";
      listener.sending(entry);
      const outcome = await post(entry);
      if (outcome.kind === "answered") await root.outbox.change((entries) => settled(entries, entry, outcome.answer));
      if (outcome.kind === "blocked") {
        outcome.words = wordsOf(outcome);
        await root.outbox.change((entries) => root.queue.block(entries, entry.id, outcome.words));
      }
      listener.answered(entry, outcome);
      channel.postMessage({ entry, kind: outcome.kind, answer: outcome.answer, words: outcome.words });
      if (outcome.kind !== "answered" && outcome.kind !== "blocked") return outcome.kind;
    }
  }

  async function alone(task) {
    if (navigator.locks) return navigator.locks.request("selfeval-outbox", task);
    while (!(await root.outbox.takeLease(tab, LEASE))) await pause(400 + Math.random() * 400);
    const renewing = window.setInterval(() => root.outbox.takeLease(tab, LEASE), LEASE / 3);
    try {
      return await task();
    } finally {
      window.clearInterval(renewing);
      await root.outbox.takeLease(tab, 0);
    }
  }

  async function run() {
    let end = "done";
    while (isWanted && end === "done") {
      const isTakingAll = takesAll;
      isWanted = takesAll = false;
      end = await alone(() => sendAll(isTakingAll));
      takesAll = takesAll || (isTakingAll && end !== "done");
    }
    return end;
  }

  function retryLater(end) {
    if (end !== "offline" && end !== "trouble") {
      retryAfter = FIRST_PAUSE;
      return;
    }
    retryTimer = window.setTimeout(() => drain(), retryAfter * (800 + Math.random() * 400));
    retryAfter = Math.min(retryAfter * 2, LONGEST_PAUSE);
  }

  /* Send what there is. Resolves to done, offline, trouble, ended or other. */
  function drain({ all = false } = {}) {
    if (root.isLeavingOnPurpose) return Promise.resolve("other");
    isWanted = true;
    takesAll = takesAll || all;
    window.clearTimeout(retryTimer);
    running = running || run().then((end) => {
      running = null;
      // Asked for between the last look and now.
      if (isWanted && end === "done") return drain();
      retryLater(end);
      listener.stopped(end);
      return end;
    });
    return running;
  }

  // Another tab sent something of this one's, or the same box; it has no fragments to show.
  channel.addEventListener("message", ({ data }) => { if (data.entry) listener?.heard(data.entry, data); });
  window.addEventListener("online", () => drain());
  window.addEventListener("pagehide", () => { if (running && !navigator.locks) root.outbox.takeLease(tab, 0); });

  root.sending = {
    tab, address, drain, csrfToken,
    isRunning: () => Boolean(running),
    listen: (each) => { listener = each; },
  };
})();
