/* The outbox: what was typed and is not yet with the server, kept in this browser so that a closed tab loses nothing.

   Many of these computers are shared, so an entry is written encrypted (XChaCha20-Poly1305, a new random nonce each
   time), with a key the server hands out to who is signed in. The key lives in this page's memory only. Outside the
   encryption stand the entry's random id and the user's token, which says nothing to anybody but the server. */
(() => {
  "use strict";
  const root = window.selfeval = window.selfeval || {};
  const NAME = "selfeval-outbox", NONCE_BYTES = 24;
  const addresses = document.getElementById("outbox-addresses")?.dataset || {};
  const user = addresses.user || "";    // whose page this is, known before the key has come

  let database = null;
  let cipher = null;                // xchacha20poly1305 of the vendored library
  let key = null;
  let memory = [];                  // the entries, while there is no database to hold them
  let opening = null;
  let lastWrite = Promise.resolve();

  const finished = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function openDatabase() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: "id" }).createIndex("user", "user");
      request.result.createObjectStore("leases", { keyPath: "name" });
    };
    return finished(request);
  }

  function decoded(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  // The id and the user are bound to the content: a record moved under another name does not open.
  const bound = (id) => new TextEncoder().encode(`${id} ${user}`);

  function locked(entry) {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const text = new TextEncoder().encode(JSON.stringify(entry));
    return { id: entry.id, user, nonce, content: cipher(key, nonce, bound(entry.id)).encrypt(text) };
  }

  // What does not open was written with a key that is no more; it can never be read again.
  function unlocked(record) {
    try {
      const text = cipher(key, record.nonce, bound(record.id)).decrypt(record.content);
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return null;
    }
  }

  /* Runs `rule` over the user's entries and writes what it says, in one transaction over all tabs. */
  function changeStored(rule) {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("entries", "readwrite");
      const store = transaction.objectStore("entries");
      let outcome;
      store.index("user").getAll(user).onsuccess = (event) => {
        try {
          outcome = rule(event.target.result.map(unlocked).filter(Boolean));
          outcome.put.forEach((entry) => store.put(locked(entry)));
          outcome.remove.forEach((id) => store.delete(id));
        } catch (fault) {
          transaction.abort();
          reject(fault);
        }
      };
      transaction.oncomplete = () => resolve(outcome);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  function changeRemembered(rule) {
    const outcome = rule(structuredClone(memory));
    const gone = new Set([...outcome.remove, ...outcome.put.map((entry) => entry.id)]);
    memory = [...memory.filter((entry) => !gone.has(entry.id)), ...structuredClone(outcome.put)];
    return outcome;
  }

  async function changeNow(rule) {
    if (!database || !key) return changeRemembered(rule);
    try {
      return await changeStored(rule);
    } catch (fault) {
      // The disk is full, or the browser took its storage back: go on in memory, and let the page say so.
      console.info("outbox:", fault);
      database = null;
      return changeRemembered(rule);
    }
  }

  function change(rule) {
    lastWrite = lastWrite.then(() => changeNow(rule));
    return lastWrite;
  }

  async function askForKey() {
    const answer = await fetch(addresses.key, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(`outbox key: ${answer.status}`);
    return answer.json();
  }

  async function openOnce() {
    const [handed, library] = await Promise.all([askForKey(), import(addresses.cipher)]);
    // Somebody else has signed in since the page was opened: what is typed here is not theirs to keep.
    if (handed.user !== user) throw new Error("outbox key: of another person");
    cipher = library.xchacha20poly1305;
    key = decoded(handed.key);
    database = await openDatabase().catch(() => null);     // a private window may have none
    const early = memory;
    memory = [];
    if (early.length) await changeNow(() => ({ put: early, remove: [] }));
  }

  /* Asks for the key and opens the store; what was typed meanwhile moves in. Rejects where the server does not answer. */
  function open() {
    opening = opening || openOnce();
    opening.catch(() => { opening = null; });
    return opening;
  }

  /* How many entries anybody has left in this browser; no key is needed to count them. */
  async function count() {
    const found = database || await openDatabase().catch(() => null);
    if (!found) return memory.length;
    const number = await finished(found.transaction("entries").objectStore("entries").count());
    if (found !== database) found.close();
    return number + memory.length;
  }

  const all = async () => {
    let found = [];
    await change((entries) => {
      found = root.queue.inOrder(entries);
      return { put: [], remove: [] };
    });
    return found;
  };

  /* Deletes everything this user has left here, what no longer opens included. */
  async function clear() {
    await lastWrite;
    memory = [];
    if (!database) return;
    const transaction = database.transaction("entries", "readwrite");
    const store = transaction.objectStore("entries");
    store.index("user").getAllKeys(user).onsuccess = (event) => event.target.result.forEach((id) => store.delete(id));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  /* For one tab at a time: true while this one may send. For browsers without Web Locks, as on plain http. */
  function takeLease(holder, milliseconds) {
    if (!database) return Promise.resolve(true);
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("leases", "readwrite");
      const store = transaction.objectStore("leases");
      let isMine = false;
      store.get("sender").onsuccess = (event) => {
        const lease = event.target.result;
        isMine = !lease || lease.holder === holder || lease.until < Date.now();
        if (isMine && milliseconds) store.put({ name: "sender", holder, until: Date.now() + milliseconds });
        if (isMine && !milliseconds) store.delete("sender");
      };
      transaction.oncomplete = () => resolve(isMine);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  /* Whose session this browser has now, which may have changed since the page was opened. Rejects without one. */
  const whoIsSignedIn = async () => (await askForKey()).user;

  root.outbox = {
    open, change, all, count, clear, takeLease, whoIsSignedIn,
    user: () => user,
    isOpen: () => Boolean(key),
    isLasting: () => Boolean(database && key),
  };
})();
