/* The boxes of a page: what stands in them, putting it back, and showing what became of them.
   Words and icons stand in templates of the page (filing/_client_states.html). */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const form = document.getElementById("section-form");
  if (!form) return;

  const stateOf = (box) => document.getElementById("state-" + box);
  const groupOf = (box) => form.querySelector(`[data-box="${CSS.escape(box)}"]:not(button)`);
  const belongs = (name, box) => name === box || name.startsWith(box + ".");
  const controlsOf = (box) => [...form.elements].filter((each) => each.name && each.type !== "submit" && belongs(each.name, box));

  /* The box an element is part of; none for what is not saved this way, such as files. */
  function boxOf(element) {
    if (element.form !== form && !element.dataset?.box) return "";
    if (element.type === "file") return "";
    const box = element.closest("[data-box]:not(button)")?.dataset.box || element.name || "";
    return stateOf(box) ? box : "";
  }

  const pairsOf = (box) => [...new FormData(form)].filter(([name, value]) => belongs(name, box) && typeof value === "string");

  // The words of a label without what is said beside it, such as 必填.
  function wordsOf(label) {
    const copy = label?.cloneNode(true);
    copy?.querySelectorAll(".se-gen, .req, .opt").forEach((each) => each.remove());
    return copy?.textContent.trim() || "";
  }

  function labelOf(box) {
    const group = groupOf(box);
    const control = document.getElementById(box) || form.elements[box];
    const named = group?.querySelector("legend") || group?.closest("[data-row]")?.querySelector(".lbl");
    const words = wordsOf(named || control?.labels?.[0]) || control?.getAttribute?.("aria-label") || group?.getAttribute("aria-label");
    const card = group?.matches("fieldset") ? null : (group || control)?.closest?.(".se-ind")?.querySelector("h4");
    return [card?.textContent.trim(), words || form.dataset.title || box].filter(Boolean).join("：");
  }

  /* What stands in the box, short enough for a list. */
  function shownOf(box) {
    const texts = controlsOf(box).filter((each) => each.type !== "hidden").map((each) => {
      if (each.type === "checkbox" || each.type === "radio") return each.checked ? each.closest("label")?.textContent.trim() || "是" : "";
      return each.matches("select") ? each.selectedOptions[0]?.textContent.trim() || "" : each.value.trim();
    });
    const text = texts.filter(Boolean).join(" ");
    return text.length > 60 ? text.slice(0, 60) + "…" : text;
  }

  /* Puts kept values back. Rows that are missing are made first, by the scripts that know them. */
  function restore(box, pairs) {
    const group = groupOf(box);
    if (!group && !form.elements[box]) return false;
    group?.dispatchEvent(new CustomEvent("selfeval:restore", { detail: { box, pairs }, bubbles: true }));
    const values = new Map();
    pairs.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    for (const control of controlsOf(box)) {
      const found = values.get(control.name);
      if (control.type === "checkbox" || control.type === "radio") control.checked = Boolean(found?.includes(control.value));
      else if (found) control.value = found[0];
      control.dispatchEvent(new CustomEvent("selfeval:restored", { bubbles: true }));
    }
    for (let fold = (group || form.elements[box]).closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    return true;
  }

  function show(place, templateId, fill = {}) {
    const template = document.getElementById(templateId);
    if (!place || !template) return;
    place.replaceChildren(template.content.cloneNode(true));
    Object.entries(fill).forEach(([name, text]) => {
      place.querySelectorAll(`[data-${name}]`).forEach((each) => { each.textContent = text; });
    });
  }

  /* The look of the box itself: red, dashed, blue. */
  function dress(box, kind) {
    const isRefused = kind === "refused" || kind === "blocked";
    for (const control of groupOf(box) ? [] : controlsOf(box)) {
      control.classList.toggle("is-invalid", isRefused);
      control.classList.toggle("is-waiting", kind === "waiting");
      control.classList.toggle("is-conflict", kind === "conflict");
      if (isRefused) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    const row = stateOf(box)?.closest("[data-row]");
    row?.classList.toggle("is-refused", isRefused);
    row?.classList.toggle("is-conflict", kind === "conflict");
  }

  /* What the page itself may say of a box: typing, saving, waiting, blocked. */
  function say(box, kind, fill) {
    const place = stateOf(box);
    if (!place) return;
    if (place.dataset.state !== kind || fill) {
      place.className = "se-box is-" + kind;
      place.dataset.state = kind;
      show(place, "t-state-" + kind, fill);
    }
    dress(box, kind);
  }

  /* Beside what was refused: a way back to what is stored, since loading the page again would bring the refused back. */
  function offerGivingUp(box) {
    const place = stateOf(box), template = document.getElementById("t-give-up");
    if (!["refused", "blocked"].includes(place?.dataset.state) || place.querySelector("[data-give-up]")) return;
    place.lastElementChild.append(template.content.cloneNode(true));
    Object.assign(place.querySelector("[data-give-up]").dataset, { giveUp: box });
    place.querySelector("[data-give-up]").setAttribute("aria-label", `恢复原值：${labelOf(box)}`);
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

  form.addEventListener("selfeval:answered", () => {
    showNotes();
    showHints();
  });

  root.boxes = { form, boxOf, stateOf, groupOf, pairsOf, labelOf, shownOf, restore, show, dress, say, offerGivingUp };
})();
