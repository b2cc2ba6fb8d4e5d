/* Texts of a filing: inserts linked values, shows each text as it will be read, drafts a text from the form's figures.
   What a mark stands for is for the server to say; this only moves words about. */
(() => {
  "use strict";
  const form = document.getElementById("section-form");
  const picker = document.getElementById("link-picker");
  const list = document.getElementById("link-list");
  if (!form || !picker || !list) return;

  const find = document.getElementById("link-find");
  const options = [...list.querySelectorAll("[data-link-mark]")];
  let target = null;              // the box the picker was opened for
  let active = null;              // the option that Enter takes

  function write(box, text, start, end) {
    box.focus();
    box.setSelectionRange(start, end);
    // The one way to write that can be undone with Ctrl+Z.
    if (!document.execCommand("insertText", false, text)) box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Picking */
  picker.querySelector(".se-picker-list").append(list);
  document.getElementById("link-marks").remove();
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-labelledby", "link-picker-title");
  list.querySelectorAll("[data-link-group]").forEach((group) => {
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", group.querySelector("h4").id);
    group.querySelector("h4").setAttribute("role", "presentation");
    const inner = group.querySelector("ul");
    inner.removeAttribute("aria-labelledby");
    inner.setAttribute("role", "presentation");
  });
  options.forEach((option, number) => {
    option.id = `link-option-${number}`;
    option.setAttribute("role", "option");
  });
  find.setAttribute("role", "combobox");
  find.setAttribute("aria-expanded", "true");
  find.setAttribute("aria-controls", "link-list");

  const shown = () => options.filter((option) => !option.hidden);

  function choose(option) {
    active?.setAttribute("aria-selected", "false");
    active = option || null;
    if (!active) {
      find.removeAttribute("aria-activedescendant");
      return;
    }
    active.setAttribute("aria-selected", "true");
    find.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  function narrow() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    options.forEach((option) => { option.hidden = !words.every((word) => option.dataset.words.includes(word)); });
    list.querySelectorAll("[data-link-group]").forEach((group) => {
      group.hidden = !group.querySelector("[data-link-mark]:not([hidden])");
    });
    picker.querySelector("[data-link-count]").textContent = String(shown().length);
    choose(shown()[0]);
  }

  function take(option) {
    const box = target;
    picker.close();
    if (box && option) write(box, option.dataset.linkMark, box.selectionStart, box.selectionEnd);
  }

  find.addEventListener("input", narrow);
  find.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      const open = shown();
      choose(open[Math.min(Math.max(open.indexOf(active) + step, 0), open.length - 1)]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active) take(active);
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-link-mark]");
    if (option) take(option);
  });
  picker.addEventListener("click", (event) => {
    if (event.target === picker || event.target.closest("[data-link-close]")) picker.close();
  });
  picker.addEventListener("close", () => { target?.focus(); });

  /* Reading */
  const timers = new Map();
  const asked = new Map();

  const boxNamed = (name) => form.elements.namedItem(name);
  const shownFor = (box) => document.getElementById("linked-" + box.name);

  function csrfToken() {
    const name = form.dataset.csrfCookie + "=";
    const cookie = document.cookie.split("; ").find((each) => each.startsWith(name));
    return cookie ? decodeURIComponent(cookie.slice(name.length)) : form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  async function read(box) {
    const turn = (asked.get(box.name) || 0) + 1;
    asked.set(box.name, turn);
    try {
      const answer = await fetch(picker.dataset.readUrl, {
        method: "POST",
        headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
        body: new URLSearchParams({ box: box.name, text: box.value }),
      });
      const words = answer.ok ? await answer.text() : "";
      // What was typed meanwhile is asked about on its own; without an answer the last one stays.
      if (!words || asked.get(box.name) !== turn) return;
      const shown = new DOMParser().parseFromString(words, "text/html").querySelector(".se-linked");
      shownFor(box)?.replaceWith(document.adoptNode(shown));
    } catch {
      // Not on line: saving says so on top of the page.
    }
  }

  form.addEventListener("input", (event) => {
    const box = event.target;
    if (!shownFor(box)) return;
    window.clearTimeout(timers.get(box.name));
    timers.set(box.name, window.setTimeout(() => read(box), 400));
  });

  // A save brings the score panel anew: what the texts are linked to may be another now.
  const panel = document.getElementById("score-panel");
  if (panel) {
    new MutationObserver(() => {
      form.querySelectorAll("textarea").forEach((box) => {
        if (/[{｛]/.test(box.value) && shownFor(box)) read(box);
      });
    }).observe(panel.parentElement, { childList: true });
  }

  /* A typed number becomes a link. Places count characters; a script's strings count some of them twice. */
  function link(offer) {
    const box = boxNamed(offer.dataset.linkBox);
    const characters = [...box.value];
    const [start, end] = [offer.dataset.start, offer.dataset.end].map(
      (place) => characters.slice(0, Number(place)).join("").length,
    );
    if (box.value.slice(start, end) === offer.dataset.quote) write(box, offer.dataset.mark, start, end);
    else read(box);
  }

  async function draft(opener) {
    const box = boxNamed(opener.dataset.draftFor);
    if (box.value.trim() && !window.confirm(opener.dataset.confirm)) return;
    const before = box.value;
    const answer = await fetch(opener.href, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) window.open(opener.href, "_blank");
    else if (box.value === before) write(box, await answer.text(), 0, box.value.length);
  }

  form.addEventListener("click", (event) => {
    const insert = event.target.closest("[data-link-insert]");
    const offer = event.target.closest("[data-link-box]");
    const opener = event.target.closest("[data-draft-for]");
    if (insert) {
      target = boxNamed(insert.dataset.linkInsert);
      find.value = "";
      picker.showModal();
      narrow();
      find.focus();
    } else if (offer) {
      link(offer);
    } else if (opener) {
      event.preventDefault();
      draft(opener);
    }
  });
})();
