/* 指标体系：展开全部、添加一行、公式里补全名字。没有脚本时页面照样能用。 */
(() => {
  "use strict";
  document.documentElement.classList.add("has-js");

  /* 展开全部 */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open-all]");
    if (!button) return;
    const all = [...document.querySelectorAll(`${button.dataset.openAll} details`)];
    const open = all.some((each) => !each.open);
    all.forEach((each) => { each.open = open; });
    button.textContent = open ? "全部收起" : "全部展开";
  });

  /* 从目录或错误跳来时，展开要看的那一项 */
  const reveal = () => {
    const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!found) return;
    if (found.tagName === "DETAILS") found.open = true;
    if (found.matches("input, select, textarea")) found.focus();
  };
  addEventListener("hashchange", reveal);
  reveal();

  /* 添加一行：照最后一行的样子，编号加一 */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    const name = button.dataset.addRow;
    const body = document.querySelector(`[data-rows="${CSS.escape(name)}"] tbody`);
    const last = body.rows[body.rows.length - 1];
    const row = last.cloneNode(true);
    const number = body.rows.length;
    row.querySelectorAll("[name]").forEach((box) => {
      const rest = box.name.slice(name.length + 1).replace(/^\d+/, String(number));
      box.name = `${name}.${rest}`;
      box.id = box.name;
      box.value = "";
      box.classList.remove("is-invalid");
    });
    row.querySelectorAll(".invalid-feedback").forEach((each) => each.remove());
    body.append(row);
    row.querySelector("[name]").focus();
  });

  /* 按了保存、服务器没有答复（登录失效、断网）：填的留在本机，回到这一页时可以放回来 */
  const form = document.getElementById("part-form");
  document.addEventListener("htmx:beforeSwap", (event) => {
    // 登录失效的答复只带提示，不换掉正在看的部分
    if (event.detail.xhr.status === 401) event.detail.swapOverride = "none";
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-retry]")) return;
    document.getElementById("page-alert").replaceChildren();
    document.getElementById("save-state").replaceChildren();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const keptAt = (path) => `selfeval-part ${path}`;
  if (document.querySelector(".se-messages, [data-answered]")) {
    Object.keys(sessionStorage).filter((key) => key.startsWith(keptAt(""))).forEach((key) => sessionStorage.removeItem(key));
  }
  if (form) {
    const key = keptAt(new URL(form.action).pathname);
    form.addEventListener("submit", () => {
      const typed = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
      sessionStorage.setItem(key, JSON.stringify(typed));
    });
    const kept = sessionStorage.getItem(key);
    document.getElementById("kept").hidden = !kept;
    document.getElementById("kept").addEventListener("click", (event) => {
      const choice = event.target.dataset.kept;
      if (!choice) return;
      sessionStorage.removeItem(key);
      event.currentTarget.hidden = true;
      if (choice !== "back") return;
      const again = document.createElement("form");
      again.method = "post";
      again.action = form.action;
      const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
      [...JSON.parse(kept), token, ["redraw", "1"]].forEach(([name, value]) => {
        const box = document.createElement("input");
        box.type = "hidden";
        box.name = name;
        box.value = value;
        again.append(box);
      });
      document.body.append(again);
      again.submit();
    });
  }

  /* 公式里的名字：打几个字，列出能用的名字，选中就写成编码 */
  const names = [...document.querySelectorAll("#names li")].map((each) => ({
    code: each.dataset.code, kind: each.dataset.kind, label: each.textContent,
  }));
  const list = document.createElement("ul");
  list.className = "wk-names";
  list.id = "name-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可用的名字");
  list.hidden = true;
  document.body.append(list);
  let box = null;
  let shown = [];
  let chosen = 0;

  /* 光标前正在打的一段：编码，或者中文名称 */
  const typing = (area) => {
    const before = area.value.slice(0, area.selectionStart);
    const match = /[a-z_][a-z0-9_.]*$|[\u4e00-\u9fff“”（）]+$/i.exec(before);
    return match ? match[0] : "";
  };

  const close = () => {
    list.hidden = true;
    if (box) {
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }
  };

  const mark = () => {
    [...list.children].forEach((each, number) => each.setAttribute("aria-selected", String(number === chosen)));
    const now = list.children[chosen];
    if (!now) return;
    now.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", now.id);
  };

  const open = (area, everything) => {
    box = area;
    const text = typing(area).toLowerCase();
    if (!text && !everything) return close();
    shown = names.filter((each) => each.code.toLowerCase().includes(text) || each.label.toLowerCase().includes(text));
    shown = shown.filter((each) => everything || each.code !== text).slice(0, 40);
    if (!shown.length) return close();
    list.replaceChildren(...shown.map((each, number) => {
      const item = document.createElement("li");
      const label = document.createElement("span");
      const code = document.createElement("code");
      const kind = document.createElement("small");
      item.id = `name-${number}`;
      item.setAttribute("role", "option");
      label.textContent = each.label;
      code.textContent = each.code;
      code.className = "wk-code";
      kind.textContent = each.kind;
      item.append(label, code, kind);
      return item;
    }));
    const place = area.getBoundingClientRect();
    list.style.left = `${Math.max(8, Math.min(place.left, innerWidth - 300)) + scrollX}px`;
    list.style.top = `${place.bottom + scrollY + 2}px`;
    list.hidden = false;
    chosen = 0;
    area.setAttribute("aria-expanded", "true");
    mark();
  };

  const take = () => {
    const name = shown[chosen];
    const text = typing(box);
    const at = box.selectionStart;
    box.setRangeText(name.code, at - text.length, at, "end");
    close();
    box.focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const prepare = () => document.querySelectorAll("textarea[data-names]:not([role])").forEach((area) => {
    area.setAttribute("role", "combobox");
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", list.id);
    area.setAttribute("aria-expanded", "false");
  });
  prepare();
  document.addEventListener("htmx:afterSwap", prepare);

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-names]")) open(event.target, false);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("textarea[data-names]")) return;
    if (list.hidden) {
      if (event.key === "ArrowDown" && (event.altKey || !event.target.value)) {
        open(event.target, true);
        event.preventDefault();
      }
      return;
    }
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) chosen = (chosen + moves[event.key] + shown.length) % shown.length;
    else if (event.key === "Enter" || event.key === "Tab") take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    if (!list.hidden) mark();
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    event.preventDefault();
    chosen = [...list.children].indexOf(item);
    take();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === box) close();
  });
})();
