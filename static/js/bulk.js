// Choosing many rows: the bar follows the ticks, Shift ticks a range, x ticks the row in focus, Esc unticks all.
// Without this the boxes and the bar are a plain form.
(() => {
  const form = document.querySelector("[data-bulk]");
  if (!form) return;
  const boxes = [...document.querySelectorAll('input[name="row"][form="bulk"]')];
  const all = form.querySelector('input[name="all"]');
  const count = form.querySelector("[data-bulk-count]");
  const actions = form.querySelector("[data-bulk-actions]");
  const clear = form.querySelector("[data-bulk-clear]");
  const page = form.querySelector("[data-bulk-page]");
  let last = null;

  const rowOf = (el) => el?.closest("[data-row]");
  const recount = () => {
    const n = new Set(boxes.filter((box) => box.checked).map((box) => box.value)).size;
    const some = n > 0 || Boolean(all?.checked);
    const words = all?.checked ? count.dataset.all.replace("{n}", all.dataset.n)
      : n ? count.dataset.one.replace("{n}", n) : count.dataset.none;
    if (count.textContent !== words) count.textContent = words;
    actions.hidden = clear.hidden = !some;
    page.hidden = boxes.every((box) => box.checked);
    form.classList.toggle("is-active", some);
    boxes.forEach((box) => rowOf(box)?.classList.toggle("is-chosen", box.checked || Boolean(all?.checked)));
  };
  const untick = () => {
    boxes.forEach((box) => { box.checked = false; });
    if (all) all.checked = false;
    last = null;
    recount();
  };

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!boxes.includes(box)) return;
    if (event.shiftKey && last) {
      const ends = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(ends[0], ends[1] + 1).forEach((one) => { one.checked = box.checked; });
    }
    last = box;
    recount();
  });
  document.addEventListener("change", (event) => {
    if (boxes.includes(event.target) && all && !event.target.checked) all.checked = false;
    if (boxes.includes(event.target) || event.target === all) recount();
  });
  page.addEventListener("click", () => {
    boxes.forEach((box) => { box.checked = true; });
    recount();
  });
  clear.addEventListener("click", () => {
    untick();
    page.focus();
  });

  const typing = (el) => el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName)
    || (el.tagName === "INPUT" && el.type !== "checkbox");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "Escape" && !document.querySelector("details[data-menu][open], dialog[open]")) untick();
    if (event.key.toLowerCase() !== "x") return;
    const box = rowOf(document.activeElement)?.querySelector('input[name="row"][form="bulk"]');
    if (!box) return;
    event.preventDefault();
    box.click();
  });
  form.querySelector("[data-bulk-keys]").hidden = !boxes.length;
  window.addEventListener("pageshow", recount);
  recount();
})();
