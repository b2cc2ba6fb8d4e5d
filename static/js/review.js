// Phrases go into the words of a remark at the cursor; without scripts the server puts them at the end.
document.querySelectorAll("[data-pin-form]").forEach((form) => {
  const words = form.querySelector("textarea");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-phrase]");
    if (!button) return;
    event.preventDefault();
    const before = words.value.slice(0, words.selectionStart);
    const after = words.value.slice(words.selectionEnd);
    const joint = before && !/[，；。：\s]$/.test(before) ? "；" : "";
    words.value = before + joint + button.dataset.phrase + after;
    const at = before.length + joint.length + button.dataset.phrase.length;
    words.focus();
    words.setSelectionRange(at, at);
  });
});
