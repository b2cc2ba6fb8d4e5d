// An answer to a remark is saved as soon as its box is left; nothing is called saved until the server said so.
document.querySelectorAll("form[data-answer]").forEach((form) => {
  const box = form.querySelector("textarea");
  const was = form.querySelector("[name=was]");
  const told = form.querySelector("[data-told]");
  const item = form.closest("li");
  let going = Promise.resolve();
  const save = async () => {
    if (box.value.trim() === was.value) return;
    told.textContent = "正在保存…";
    const sent = new FormData(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
      const found = await answer.json();
      told.textContent = found.words;
      if (!answer.ok) return;
      was.value = found.answer;
      item.classList.toggle("is-done", found.answer !== "");
      item.querySelector(".se-pin").classList.toggle("is-ok", found.answer !== "");
    } catch {
      told.textContent = "还没有保存：网络不通，请稍后再点“保存答复”。";
    }
  };
  const next = () => { going = going.then(save); };
  box.addEventListener("change", next);
  form.addEventListener("submit", (event) => { event.preventDefault(); next(); });
});
