/* Saves each change of a box and says, box by box, what became of it.
   Only the server says "saved"; what it has not taken stays in its box and is sent again with the next change.
   Words and icons stand in templates of the page (filing/_client_states.html). */
(() => {
  "use strict";
  const form = document.getElementById("section-form");
  if (!form || !window.htmx) return;

  document.documentElement.classList.add("has-js");
  const touched = new Map();      // box -> number of its last change; what is in here is not stored yet
  let changes = 0;
  let inFlight = new Map();
  let retryTimer = 0;
  let retryAfter = 5;             // seconds, doubled after each failure
  let leave = null;               // where the person wants to go, once what is on its way has arrived

  const boxOf = (element) => element.closest("[data-box]")?.dataset.box || element.name;
  const stateOf = (box) => document.getElementById("state-" + box);
  const belongs = (key, box) => key === box || key.startsWith(box + ".");

  function show(place, templateId) {
    const template = document.getElementById(templateId);
    if (!place || !template) return;
    place.replaceChildren(template.content.cloneNode(true));
    place.querySelectorAll("[data-count]").forEach((each) => { each.textContent = String(touched.size); });
  }

  function showBox(box, kind) {
    const place = stateOf(box);
    if (!place) return;
    place.className = "se-box is-" + kind;
    place.dataset.state = kind;
    show(place, "t-state-" + kind);
  }

  function showBar(kind) {
    const bar = document.getElementById("save-state");
    if (!bar) return;
    bar.className = "se-save is-" + kind;
    bar.dataset.save = kind;
    show(bar, "t-save-" + kind);
  }

  function csrfToken() {
    const name = form.dataset.csrfCookie + "=";
    const cookie = document.cookie.split("; ").find((each) => each.startsWith(name));
    return cookie ? decodeURIComponent(cookie.slice(name.length)) : "";
  }

  function mark(element) {
    const box = boxOf(element);
    if (box && box !== "section_version") touched.set(box, ++changes);
  }

  form.addEventListener("change", (event) => mark(event.target), true);
  form.addEventListener("selfeval:touched", (event) => mark(event.target));

  // Only what was changed here is sent: what others saved meanwhile is never written over by an old page.
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form) return;
    const data = event.detail.formData;
    for (const key of new Set(data.keys())) {
      const isKept = key === "section_version" || [...touched.keys()].some((box) => belongs(key, box));
      if (!isKept) data.delete(key);
    }
    const token = csrfToken();      // the page's own token is old once somebody has signed in again
    if (token) event.detail.headers["X-CSRFToken"] = token;
    else data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  });

  form.addEventListener("htmx:beforeRequest", () => {
    window.clearTimeout(retryTimer);
    inFlight = new Map(touched);
    inFlight.forEach((_, box) => showBox(box, "saving"));
    showBar("saving");
  });

  // An answer about a box that was changed again meanwhile is old news.
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const box = event.detail.target?.dataset?.for;
    const isState = event.detail.target?.id === "state-" + box;
    if (isState && touched.has(box) && touched.get(box) !== inFlight.get(box)) event.preventDefault();
    // Nearly all of what comes back is as it was; putting it in again costs ten times as much as looking.
    if (event.detail.fragment?.firstElementChild?.isEqualNode(event.detail.target)) event.preventDefault();
  });

  function settle(box) {
    const state = stateOf(box);
    const input = document.getElementById(box);
    if (!state || touched.get(box) !== inFlight.get(box)) return;
    const kind = state.dataset.state;
    const isStored = kind === "saved" || kind === "empty";
    if (isStored) touched.delete(box);
    if (!input) return;
    input.classList.toggle("is-invalid", kind === "refused");
    if (kind === "refused") input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.closest("[data-row]")?.classList.toggle("is-refused", kind === "refused");
    if (isStored && state.dataset.shown !== undefined && input.value === state.dataset.sent) {
      input.value = state.dataset.shown;
    }
  }

  // While the unit files no score of its own, the computed one counts; the empty box says so.
  function showHints() {
    form.querySelectorAll("[data-hint-of]").forEach((computed) => {
      const input = document.getElementById(computed.dataset.hintOf);
      if (input) input.placeholder = computed.textContent;
    });
  }

  function showNotes() {
    form.querySelectorAll("[data-note]").forEach((note) => {
      document.getElementById(note.dataset.for)?.classList.toggle("is-warning", note.dataset.note === "warning");
    });
  }

  function waitAndRetry() {
    inFlight.forEach((_, box) => showBox(box, "waiting"));
    window.clearTimeout(retryTimer);
    retryTimer = window.setTimeout(retry, retryAfter * 1000);
    retryAfter = Math.min(retryAfter * 2, 120);
  }

  function retry() {
    if (touched.size) htmx.trigger(form, "retry");
  }

  form.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr?.status || 0;
    if (event.detail.successful) {
      retryAfter = 5;
      inFlight.forEach((_, box) => settle(box));
      showNotes();
      showHints();
    } else if (status === 0 || status >= 500) {
      waitAndRetry();
      showBar(status ? "trouble" : "offline");
    } else {
      inFlight.forEach((_, box) => showBox(box, "waiting"));
      // 401 and 409 bring their own words; anything else is trouble that trying again would not mend.
      if (status !== 401 && status !== 409) showBar("expired");
    }
    if (!event.detail.successful) leave = null;
    inFlight = new Map();
    window.setTimeout(goOn);
  });

  function goOn() {
    if (!leave || form.classList.contains("htmx-request")) return;
    const go = leave;
    leave = null;
    go();
  }

  // Leaving a box by a click on a link or on "send" saves it first: the click waits for the answer.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = link && !link.target && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!isPlain || !inFlight.size) return;
    event.preventDefault();
    leave = () => link.isConnected ? link.click() : window.location.assign(link.href);
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form || !inFlight.size) return;
    event.preventDefault();
    const place = event.target.closest("[id]")?.id;
    leave = () => document.getElementById(place)?.querySelector("form")?.requestSubmit();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-retry]")) retry();
    const keep = event.target.closest("[data-keep-mine]");
    if (!keep) return;
    event.preventDefault();
    document.querySelectorAll("#stored-values data").forEach((stored) => {
      const input = document.getElementById(stored.dataset.box);
      if (input && !touched.has(stored.dataset.box)) input.value = stored.value;
    });
    document.getElementById("section-version").value = keep.dataset.keepMine;
    document.getElementById("page-alert").replaceChildren();
    retry();
  });

  window.addEventListener("online", retry);
  window.addEventListener("beforeunload", (event) => {
    const isLeavingOnPurpose = document.activeElement?.closest("[data-reload]");
    if (touched.size && !isLeavingOnPurpose) event.preventDefault();
  });
})();
