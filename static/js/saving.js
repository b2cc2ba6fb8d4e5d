/* Every change of a box goes to the outbox first and from there to the server; only the server says "saved". */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const { boxes, outbox, queue, sending, bar } = root;
  if (!boxes || !sending || !bar || !window.htmx) return;

  const { form } = boxes;
  const { tab, address } = sending;
  const PAUSE = 600;                // ms without a key after which a text is sent
  const opened = Number(form.elements.seen.value);
  const place = () => ({ tab, address, filing: form.dataset.filing, title: form.dataset.title, time: Date.now() });

  const edits = new Map();          // box -> its last change; what is in here is not stored yet
  const seen = new Map();           // box -> version at which it was seen, where that is not the page's own
  const typing = new Set();         // boxes somebody is writing in: kept, but not sent before they are left
  const noted = new Map();          // box -> what stood in it when it was last written to the outbox
  const dirty = new Set();          // boxes whose change is still to be written to the outbox
  let changes = 0;
  let writing = null;
  let pauseTimer = 0;
  let isRestoring = false;
  let isPutOff = false;
  let answering = null;             // the boxes the answer being shown still speaks of

  const isOneLine = (element) => !element.matches("textarea") || element.matches("[data-one-line]");

  function itemOf(box) {
    const pairs = boxes.pairsOf(box);
    noted.set(box, JSON.stringify(pairs));
    return {
      pairs, label: boxes.labelOf(box), shown: boxes.shownOf(box), edit: edits.get(box),
      seen: seen.has(box) ? seen.get(box) : opened, isTyping: typing.has(box),
    };
  }

  async function writeDirty() {
    try {
      while (dirty.size) {
        const changed = [...dirty];
        dirty.clear();
        // Read when it is written, not before: an answer on its way into the outbox still changes what was last seen.
        await Promise.all(changed.map((box) => outbox.change((entries) => queue.record(entries, place(), box, itemOf(box)))));
      }
    } finally {
      writing = null;
    }
  }

  /* Resolves once everything typed so far stands in the outbox. */
  function written() {
    if (!writing && dirty.size) writing = writeDirty();
    return writing || Promise.resolve();
  }

  function note(box, isTyping) {
    edits.set(box, `${tab} ${++changes}`);
    if (isTyping) typing.add(box);
    else typing.delete(box);
    dirty.add(box);
    form.dataset.outbox = "busy";
    written();
  }

  async function send(options) {
    await written();
    return sending.drain(options);
  }

  function release(box) {
    if (!typing.delete(box)) return;
    dirty.add(box);
    send();
  }

  function onInput(event) {
    const box = !isRestoring && boxes.boxOf(event.target);
    if (!box) return;
    note(box, true);
    boxes.say(box, "typing");
    window.clearTimeout(pauseTimer);
    if (isOneLine(event.target) || event.isComposing) return;
    pauseTimer = window.setTimeout(() => release(box), PAUSE);
  }

  function onChange(event) {
    const box = !isRestoring && boxes.boxOf(event.target);
    if (!box) return;
    // Leaving a text that was sent in a pause says "change" once more; a pasted column says it once for all its boxes.
    if (typing.has(box) || noted.get(box) !== JSON.stringify(boxes.pairsOf(box))) note(box, false);
    if (event.type === "change") send();
  }

  form.addEventListener("input", onInput);
  // The last input of an input method is still part of composing; that it has ended is said apart.
  form.addEventListener("compositionend", onInput);
  form.addEventListener("change", onChange);
  form.addEventListener("selfeval:touched", onChange);
  form.addEventListener("focusout", (event) => {
    const box = boxes.boxOf(event.target);
    if (box && !event.relatedTarget?.closest?.(`[data-box="${CSS.escape(box)}"]`)) release(box);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    [...typing].forEach(release);
    send();
  });

  /* What is shown while an entry is on its way, and after. */
  const isLatest = (entry, box) => edits.get(box) === entry.boxes[box]?.edit;
  const latestOf = (entry) => Object.keys(entry.boxes).filter((box) => isLatest(entry, box));
  const isMine = (entry) => entry.address === address;

  function onSending(entry) {
    if (isMine(entry)) latestOf(entry).forEach((box) => boxes.say(box, "saving"));
    bar.show("saving");
  }

  // An answer about a box that was changed again meanwhile is old news.
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const box = target?.dataset?.for;
    const isState = target?.id === "state-" + box;
    if (isState && edits.has(box) && !answering?.has(box)) event.preventDefault();
    // Nearly all of what comes back is as it was; putting it in again costs ten times as much as looking.
    if (fragment?.firstElementChild?.isEqualNode(target)) event.preventDefault();
  });

  function swap(entry, text) {
    answering = new Set(latestOf(entry));
    window.htmx.swap(document.body, text, { swapStyle: "none" });
    answering = null;
    form.dispatchEvent(new CustomEvent("selfeval:answered", { bubbles: true }));
  }

  // Numbers come back as they are stored; nobody's cursor is moved for that.
  function rewrite(box) {
    const input = document.getElementById(box), { dataset } = boxes.stateOf(box);
    if (!input || dataset.shown === undefined) return;
    const write = () => { if (!edits.has(box) && input.value === dataset.sent) input.value = dataset.shown; };
    if (document.activeElement === input) input.addEventListener("blur", write, { once: true });
    else write();
  }

  /* The page and the outbox learn in one step what the server stored, or the next change would go with an older version
     and be in conflict with the person's own. */
  function onSettling(entry, { stored }) {
    if (isMine(entry)) Object.entries(stored).forEach(([box, version]) => seen.set(box, version));
  }

  function finish(entry, { boxes: words }, hasFragments) {
    for (const box of Object.keys(entry.boxes)) {
      const isOld = !isLatest(entry, box), word = words[box] || "saved";
      if (isOld && hasFragments && boxes.groupOf(box) && edits.has(box)) dirty.add(box);   // its rows have new places now
      if (isOld) continue;
      if (word === "saved") {
        edits.delete(box);
        if (!hasFragments) boxes.say(box, "sent");
        boxes.dress(box, "");
        rewrite(box);
      } else {
        if (!hasFragments) boxes.say(box, "waiting");
        boxes.dress(box, word);
        bar.announce(`${boxes.labelOf(box)}：${boxes.stateOf(box).textContent.trim()}`);
        boxes.offerGivingUp(box);
      }
    }
    if (dirty.size) written();
  }

  function onAnswered(entry, outcome) {
    const isShown = isMine(entry) && ["answered", "blocked"].includes(outcome.kind) && outcome.text.includes("hx-swap-oob");
    if (isShown) swap(entry, outcome.text);
    onHeard(entry, outcome, isShown);
  }

  function onHeard(entry, { kind, answer, words }, hasFragments = false) {
    if (!isMine(entry)) return;
    if (kind === "answered") finish(entry, answer, hasFragments);
    else latestOf(entry).forEach((box) => boxes.say(box, kind === "blocked" ? "blocked" : "waiting", { words: words || "" }));
    if (kind === "blocked") latestOf(entry).forEach(boxes.offerGivingUp);
  }

  async function onStopped(end) {
    const isOnItsWay = (box) => !typing.has(box) && ["saving", "typing"].includes(boxes.stateOf(box)?.dataset.state);
    if (end !== "done") [...edits.keys()].filter(isOnItsWay).forEach((box) => boxes.say(box, "waiting"));
    await bar.stopped(end, [...edits.keys()].filter((box) => !typing.has(box)).length);
    if (end === "other") root.signIn.giveWay();
    // Who is in mid-word is not interrupted, or the rest would go into the dialog; once the box is left it is asked.
    if (end !== "ended" || isPutOff || typing.size) return;
    const who = await root.signIn.ask(await bar.unsent());
    isPutOff = who === "cancelled";     // who wants to sign in later is not asked again at every word
    if (who === "same") send({ all: true });
  }

  function onHeardFromAnotherTab(entry, outcome) {
    if (outcome.kind === "answered") onSettling(entry, outcome.answer);
    onHeard(entry, outcome);
  }

  sending.listen({ sending: onSending, settling: onSettling, answered: onAnswered, heard: onHeardFromAnotherTab, stopped: onStopped });

  /* Two people, one box. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-choice]");
    if (!button) return;
    event.preventDefault();           // without scripts the button sends the page
    const { choice, box, version, theirs } = button.dataset;
    const keepsMine = choice === "mine";
    seen.set(box, Number(version));
    await outbox.change((entries) => queue.choose(entries, place(), box, keepsMine, Number(version)));
    if (keepsMine) {
      note(box, false);
      await send();
    } else if (theirs === undefined) {
      window.location.reload();     // rows are drawn by the server
    } else {
      edits.delete(box);
      take(box, theirs);
    }
    document.getElementById(box)?.focus();
  });

  document.addEventListener("click", async (event) => {
    const box = event.target.closest("[data-give-up]")?.dataset.giveUp;
    if (!box) return;
    await outbox.change((entries) => queue.choose(entries, place(), box, false));
    window.location.reload();
  });

  function take(box, text) {
    isRestoring = true;
    const input = document.getElementById(box);
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    isRestoring = false;
    boxes.say(box, "theirs");
    boxes.dress(box, "");
    bar.stopped("done", edits.size);
  }

  /* Coming back to a page: what was not sent is put back into its boxes, unless somebody types there already. */
  function putBack(adopted) {
    isRestoring = true;
    for (const entry of adopted) {
      for (const [box, item] of Object.entries(entry.boxes)) {
        if (edits.has(box) && edits.get(box).startsWith(tab)) continue;
        if (!boxes.restore(box, item.pairs)) continue;
        edits.set(box, item.edit);
        seen.set(box, item.seen);
        boxes.say(box, "waiting");
      }
    }
    isRestoring = false;
  }

  async function start() {
    try {
      await outbox.open();
    } catch {
      window.setTimeout(start, 10000);    // in memory until then; the bar warns of that when there is something to lose
      return;
    }
    const { adopted } = await outbox.change((entries) => queue.adopt(entries, { tab, address }));
    putBack(adopted);
    await bar.opened();
    send({ all: true });
  }

  function retry() {
    isPutOff = false;
    return send({ all: true });
  }

  root.saving = { send, retry, hasUnsent: () => edits.size > 0, isTyping: () => typing.size > 0 };
  start();
})();
