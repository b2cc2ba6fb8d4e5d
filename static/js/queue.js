/* What may be sent next, and what becomes of it: rules over a list of entries, without storage, network or page.

   An entry is what one request carries:
     {id, user, tab, order, time, isSealed, isParked, address, filing, title, boxes: {name: item}}
   and an item is one box of it:
     {pairs: [[name, value], ...], seen, label, shown, isTyping, trouble, words}
   `id` is the request's id. Once sealed an entry never changes, so that it can be sent again exactly as it was.
   `seen` is the filing's version at which the person saw the box. A parked entry holds what the server did not take:
   `trouble` is refused, conflict or blocked.
   Every rule takes the user's entries and returns {put, remove, ...}: what to write back, all in one transaction. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const ORPHANED_AFTER = 20000;     // ms; by then a tab that still lives has tried to send its own
  const AT_ONCE = 30;               // boxes; the head of an answer has room for a word on each

  // crypto.randomUUID is missing where a page comes by plain http.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  const inOrder = (entries) => [...entries].sort((one, other) => one.order - other.order);
  const isEmpty = (entry) => Object.keys(entry.boxes).length === 0;

  function opened(entries, place, changes) {
    const found = entries.find((each) => (
      !each.isSealed && !each.isParked && each.tab === place.tab && each.address === place.address
    ));
    if (found) return found;
    const order = Math.max(0, ...entries.map((each) => each.order)) + 1;
    const entry = { id: newId(), order, isSealed: false, isParked: false, boxes: {}, ...place };
    changes.fresh = entry;
    return entry;
  }

  /* A box was changed. Refused boxes of the page go again with it: some are only right together. */
  function record(entries, place, box, item) {
    const changes = {};
    const entry = opened(entries, place, changes);
    const put = [entry], remove = [];
    for (const parked of entries.filter((each) => each.isParked && each.address === place.address)) {
      let hasChanged = false;
      for (const [name, old] of Object.entries(parked.boxes)) {
        if (name !== box && old.trouble !== "refused") continue;
        if (name !== box && !(name in entry.boxes)) entry.boxes[name] = { ...old, trouble: "" };
        delete parked.boxes[name];
        hasChanged = true;
      }
      if (isEmpty(parked)) remove.push(parked.id);
      else if (hasChanged) put.push(parked);
    }
    const seen = entry.boxes[box] ? entry.boxes[box].seen : item.seen;
    entry.boxes[box] = { trouble: "", words: "", ...item, seen };
    entry.time = place.time;
    return { put, remove, entry };
  }

  /* The next entry to send, sealed. A box somebody is typing in waits until it is left, too many wait for their turn. */
  function sealNext(entries, { tab, now, takesAll }) {
    for (const entry of inOrder(entries)) {
      const isOrphan = takesAll || now - entry.time > ORPHANED_AFTER;
      if (entry.isParked || (entry.tab !== tab && !isOrphan)) continue;
      if (entry.isSealed) return { put: [], remove: [], entry };
      const isTyped = (item) => item.isTyping && entry.tab === tab;
      const ready = Object.entries(entry.boxes).filter(([, item]) => !isTyped(item)).slice(0, AT_ONCE).map(([box]) => box);
      if (!ready.length) continue;
      const left = Object.entries(entry.boxes).filter(([box]) => !ready.includes(box));
      const rest = { ...entry, id: newId(), order: entry.order + 0.5, boxes: Object.fromEntries(left) };
      left.forEach(([box]) => delete entry.boxes[box]);
      entry.isSealed = true;
      return { put: left.length ? [entry, rest] : [entry], remove: [], entry };
    }
    return { put: [], remove: [], entry: null };
  }

  /* The server's word on an entry: what it stored goes, what was typed since goes on from the version that made,
     what it did not take is kept. `answer.boxes` has a word for each box, `answer.stored` the version of each stored. */
  function settle(entries, id, answer) {
    const entry = entries.find((each) => each.id === id);
    if (!entry) return { put: [], remove: [] };
    const put = new Set(), kept = {};
    for (const [box, item] of Object.entries(entry.boxes)) {
      const later = entries.filter((each) => (
        each !== entry && !each.isParked && each.address === entry.address && each.order > entry.order && box in each.boxes
      ));
      const version = answer.stored[box];
      later.filter((each) => version !== undefined && each.tab === entry.tab).forEach((each) => {
        each.boxes[box].seen = version;
        put.add(each);
      });
      const word = answer.boxes[box] || "saved";
      const seen = version === undefined ? item.seen : version;
      if (word !== "saved" && !later.length) kept[box] = { ...item, seen, isTyping: false, trouble: word };
    }
    if (Object.keys(kept).length) put.add({ ...entry, id: newId(), isSealed: false, isParked: true, boxes: kept });
    return { put: [...put], remove: [id] };
  }

  /* The server takes nothing of this entry, and will not if asked again: `words` say why. */
  function block(entries, id, words) {
    const entry = entries.find((each) => each.id === id);
    if (!entry) return { put: [], remove: [] };
    Object.values(entry.boxes).forEach((item) => { Object.assign(item, { trouble: "blocked", words, isTyping: false }); });
    return { put: [{ ...entry, id: newId(), isSealed: false, isParked: true }], remove: [id] };
  }

  /* A page was opened: what is kept for it is this tab's from now on, and what was not taken is tried once more. */
  function adopt(entries, { tab, address }) {
    const put = inOrder(entries.filter((each) => each.address === address));
    put.forEach((entry) => {
      entry.tab = tab;
      entry.isParked = false;
      Object.values(entry.boxes).forEach((item) => { Object.assign(item, { trouble: "", isTyping: false }); });
    });
    return { put, remove: [], adopted: put };
  }

  /* Two people, one box: the person has chosen. `version` is the other's, and overwriting it is what they want. */
  function choose(entries, place, box, keepsMine, version) {
    const put = [], remove = [];
    let mine = null;
    for (const entry of entries.filter((each) => !each.isSealed && each.address === place.address && box in each.boxes)) {
      mine = entry.boxes[box];
      delete entry.boxes[box];
      if (isEmpty(entry)) remove.push(entry.id);
      else put.push(entry);
    }
    if (!keepsMine || !mine) return { put, remove };
    const entry = opened(entries.filter((each) => !remove.includes(each.id)), place, {});
    entry.boxes[box] = { ...mine, trouble: "", seen: version };
    return { put: [...put, entry], remove };
  }

  root.queue = { newId, inOrder, record, sealNext, settle, block, adopt, choose };
})();
