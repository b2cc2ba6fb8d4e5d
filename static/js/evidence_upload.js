/* Takes files that are chosen, dropped or pasted, sends them one after the other, and says of each what became of it.
   Words and icons stand in templates of the page (evidence/_client.html). */
(() => {
  "use strict";
  const settings = document.getElementById("evidence-settings");
  if (!settings) return;
  document.documentElement.classList.add("has-js");

  const most = Number(settings.dataset.most);
  const endings = new Set(settings.dataset.accept.split(","));
  // What else of the page depends on evidence; never a box, so nothing typed is lost.
  const dependent = ["rail", "score-panel", "dock", "findings", "evidence-head", "evidence-list", "evidence-missing"];
  const queue = [];
  let isSending = false;

  function csrfToken() {
    const name = settings.dataset.csrfCookie + "=";
    const cookie = document.cookie.split("; ").find((each) => each.startsWith(name));
    return cookie ? decodeURIComponent(cookie.slice(name.length)) : settings.dataset.csrf;
  }

  const copy = (id) => document.getElementById(id).content.cloneNode(true).firstElementChild;
  const strips = () => [...document.querySelectorAll("[data-evidence-add]")];
  const stripNow = (strip) => document.getElementById(strip.id) || strip;

  function indicatorOf(strip) {
    return strip.dataset.evidence || document.getElementById("evidence-for")?.value || "";
  }

  function faultOf(file) {
    const ending = "." + file.name.split(".").pop().toLowerCase();
    if (!file.size) return "是空文件，请看看是不是选错了";
    if (file.size > most) return "超过 " + settings.dataset.mostWords + "，请压缩图片或分成几个文件";
    if (!endings.has(ending)) return "";      // the server knows what to advise
    return "";
  }

  function place(strip, element) {
    const here = stripNow(strip);
    here.insertBefore(element, here.querySelector("[data-evidence-choose]"));
  }

  function add(strip, files) {
    strip.closest("details")?.setAttribute("open", "");
    for (const file of files) {
      const entry = { strip, file, code: indicatorOf(strip), element: copy("t-evidence-going") };
      entry.element.querySelector(".nm").textContent = file.name;
      entry.element.querySelector(".sz").textContent = "等待上传";
      entry.element.querySelector("[data-evidence-cancel]").addEventListener("click", () => cancel(entry));
      place(strip, entry.element);
      const fault = faultOf(file);
      if (fault) fail(entry, fault);
      else queue.push(entry);
    }
    next();
  }

  function cancel(entry) {
    entry.request?.abort();
    const at = queue.indexOf(entry);
    if (at >= 0) queue.splice(at, 1);
    entry.element.remove();
  }

  function fail(entry, words, mayTryAgain) {
    const element = copy("t-evidence-bad");
    element.querySelector(".nm").textContent = entry.file.name;
    element.querySelector(".why").textContent = words;
    element.querySelector("[data-evidence-dismiss]").addEventListener("click", () => element.remove());
    const again = element.querySelector("[data-evidence-again]");
    again.hidden = !mayTryAgain;
    again.addEventListener("click", () => { element.remove(); add(stripNow(entry.strip), [entry.file]); });
    if (entry.element.isConnected) entry.element.replaceWith(element);
    else place(entry.strip, element);
  }

  function next() {
    if (isSending) return;
    const entry = queue.shift();
    if (!entry) return;
    isSending = true;
    send(entry);
  }

  function send(entry) {
    const data = new FormData();
    data.append("files", entry.file, entry.file.name);
    if (entry.code) data.append("indicators", entry.code);
    const request = new XMLHttpRequest();
    entry.request = request;
    const bar = entry.element.querySelector("progress");
    const words = entry.element.querySelector(".sz");
    request.open("POST", entry.strip.dataset.evidenceAdd);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round(event.loaded / event.total * 100);
      words.textContent = event.loaded < event.total ? "上传中 " + bar.value + "%" : "正在检查…";
    });
    request.addEventListener("load", () => settled(entry, request));
    request.addEventListener("error", () => { fail(entry, "没有连上服务器，没有传上去", true); finished(); });
    request.addEventListener("abort", finished);
    words.textContent = "上传中";
    request.send(data);
  }

  function settled(entry, request) {
    let told = {};
    try { told = JSON.parse(request.responseText); } catch { /* an error page */ }
    const file = told.files?.[0];
    if (request.status === 200) entry.element.dataset.done = "yes";
    else if (request.status === 401) fail(entry, "登录已过期，请重新登录后再传", true);
    else if (request.status === 403) fail(entry, told.words || "这一页已经过期，请刷新后再传");
    else if (request.status >= 500) fail(entry, told.words || "服务器出了错，没有传上去", true);
    else fail(entry, file ? reasonOf(file) : told.words || "没有收下，请看看文件是不是太大");
    finished();
  }

  // The name stands above already.
  const reasonOf = (file) => file.words.split("”没有收下：").pop();

  async function finished() {
    isSending = false;
    if (queue.length) return next();
    await refresh();
  }

  // The page as it is now on the server; only strips and what depends on them are put in the place of the old.
  async function refresh() {
    let page;
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return;
    }
    for (const strip of strips()) {
      const fresh = page.getElementById(strip.id);
      if (!fresh) continue;
      const pending = [...strip.querySelectorAll("[data-upload]:not([data-done])")];
      const before = fresh.querySelector("[data-evidence-choose]");
      pending.forEach((each) => fresh.insertBefore(each, before));
      swap(strip, fresh);
    }
    const badge = ".se-doc-facts .badge";
    swap(document.querySelector(badge), page.querySelector(badge));
    dependent.forEach((id) => swap(document.getElementById(id), page.getElementById(id)));
  }

  function swap(old, fresh) {
    if (!old || !fresh || old.isEqualNode(fresh)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(document.adoptNode(fresh));
    if (focused) (fresh.querySelector("[data-evidence-choose], a, button") || fresh).focus?.();
  }

  document.addEventListener("selfeval:evidence", refresh);

  // Choosing: an input of its own, outside the form that saves boxes.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-evidence-choose]");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const strip = button.closest("[data-evidence-add]");
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = settings.dataset.accept;
    input.addEventListener("change", () => add(strip, [...input.files]));
    input.click();
  }, true);

  const takes = document.querySelector("[data-evidence-take]");
  const plain = takes && document.getElementById(takes.dataset.evidenceTake);
  plain?.form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(takes, [...plain.files]);
    plain.value = "";
  });

  // Removing asks first, and says what will happen.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-evidence-remove]");
    if (!button) return;
    const { name, elsewhere } = button.dataset;
    const scope = elsewhere ? "它用于 " + elsewhere + " 项指标，都会移除。" : "";
    if (!window.confirm("移除“" + name + "”？" + scope + "30 天内可以在“佐证材料”页恢复。")) return;
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.evidenceRemove, { method: "POST", headers: { "X-CSRFToken": csrfToken(), Accept: "application/json", "HX-Request": "true" } });
      if (answer.ok || answer.status === 409) return await refresh();
    } catch { /* said below */ }
    button.disabled = false;
    window.alert("没有移除“" + name + "”，请刷新后再试。");
  });

  // Dropping: on an indicator's card, or anywhere on the page of all evidence.
  const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");

  function stripAt(element) {
    if (takes) return takes;
    const card = element?.closest?.("details.se-ind, .se-own, [data-evidence-add]");
    return card?.matches("[data-evidence-add]") ? card : card?.querySelector("[data-evidence-add]");
  }

  function mark(strip) {
    strips().forEach((each) => each.classList.toggle("is-over", each === strip));
    document.body.classList.toggle("is-over", Boolean(takes && strip));
  }

  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();      // a file dropped beside a card must not take the place of the page
    const strip = stripAt(event.target);
    event.dataTransfer.dropEffect = strip ? "copy" : "none";
    mark(strip);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(null);
    const strip = stripAt(event.target);
    if (strip) add(strip, [...event.dataTransfer.files]);
  });

  // Pasting a picture or copied files; text that is pasted into a box stays text.
  let hovered = null;
  document.addEventListener("pointerover", (event) => { hovered = event.target; });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length || document.querySelector("dialog[open]")) return;
    const isTyping = event.target.closest?.("input, textarea");
    if (isTyping && event.clipboardData.types.includes("text/plain")) return;
    const strip = stripAt(event.target.closest?.("details.se-ind") ? event.target : hovered);
    if (!strip) return;
    event.preventDefault();
    add(strip, files.map(named));
  });

  // Every browser calls a picture of the screen image.png.
  function named(file) {
    if (!/^image\.(png|jpe?g)$/i.test(file.name)) return file;
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    const stamp = now.getFullYear() + two(now.getMonth() + 1) + two(now.getDate()) + "-" + two(now.getHours()) + two(now.getMinutes()) + two(now.getSeconds());
    return new File([file], "截图" + stamp + "." + file.name.split(".").pop(), { type: file.type });
  }

  window.addEventListener("beforeunload", (event) => {
    if (isSending || queue.length) event.preventDefault();
  });
})();
