// The review of a reading: an order and its words light each other; keys move between the orders.
// Everything here can also be done without it: links lead to the text, details open, selects change.
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);
  const holder = (el) => el?.closest?.("[data-task]");

  const light = (task, on) => {
    if (!task) return;
    document.querySelectorAll(`[data-task="${CSS.escape(task)}"]`).forEach((el) => el.classList.toggle("is-lit", on));
  };
  // The text scrolls inside its own box: bring the words to the eye without moving the page.
  const show = (task) => {
    const words = document.getElementById(`source-${task}`);
    const box = words?.closest(".source-text");
    if (!box) return;
    const gap = words.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (gap < 0 || gap > box.clientHeight - 60) box.scrollTop += gap - box.clientHeight / 3;
  };

  for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => {
      const task = holder(event.target)?.dataset.task;
      light(task, true);
      if (task && event.target.closest("[data-row]")) show(task);
    });
    document.addEventListener(leave, (event) => light(holder(event.target)?.dataset.task, false));
  }
  // A click on the words of an order goes to the order.
  document.querySelector("[data-source]")?.addEventListener("click", (event) => {
    const task = holder(event.target)?.dataset.task;
    const row = task && document.querySelector(`[data-row][data-task="${CSS.escape(task)}"]`);
    if (row && !String(getSelection())) go(row);
  });

  const go = (row) => {
    rows().forEach((other) => other.toggleAttribute("aria-current", false));
    row.setAttribute("aria-current", "true");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  };
  const current = () => document.activeElement?.closest("[data-row]") || document.querySelector("[data-row][aria-current]");
  const move = (step) => {
    const all = rows();
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + step))];
    if (next) go(next);
  };
  const edit = () => {
    const details = current()?.querySelector("details");
    if (!details) return;
    details.open = true;
    details.querySelector("textarea, input:not([type=hidden])")?.focus();
  };
  // "x" takes an order out, or puts it back; the select is what is sent.
  const leaveOut = () => {
    const row = current();
    const kind = row?.querySelector('select[name$="-kind"]');
    if (!kind) return;
    kind.dataset.before ||= kind.value === "none" ? "task" : kind.value;
    kind.value = kind.value === "none" ? kind.dataset.before : "none";
    kind.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("input", (event) => {
    if (!event.target.matches('[data-row] select[name$="-kind"]')) return;
    const row = event.target.closest("[data-row]");
    row.classList.toggle("task-left-out", event.target.value === "none");
    row.classList.remove("task-uncovered");
  });

  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  const keys = { j: () => move(1), k: () => move(-1), e: edit, x: leaveOut };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // Beside the form on a wide screen; folded away above it on a phone.
  const source = document.querySelector("[data-source]");
  if (source && matchMedia("(max-width: 991.98px)").matches) source.open = false;
})();
