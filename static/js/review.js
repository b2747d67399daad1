// The review of a reading: words and fields light each other; keys move and act; what is typed saves itself.
// Everything here can also be done without it: links lead to the text, details open, every button posts the form.
(() => {
  const form = () => document.getElementById("review-form");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);
  const reveal = () => document.querySelectorAll("[data-keys], [data-show-keys], [data-split-here]").forEach((el) => { el.hidden = false; });

  // --- either side lights the other
  const same = (el) => {
    const held = el?.closest?.("[data-field], [data-task]");
    if (!held) return [];
    const name = held.dataset.field ? "field" : "task";
    return [...document.querySelectorAll(`[data-${name}="${CSS.escape(held.dataset[name])}"]`)];
  };
  const light = (el, on) => same(el).forEach((other) => other.classList.toggle("is-lit", on));
  // The text scrolls inside its own box: bring the words to the eye without moving the page.
  const show = (el) => {
    const box = document.getElementById("source-text");
    const words = same(el).find((other) => box?.contains(other));
    if (!words) return;
    const gap = words.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (gap < 0 || gap > box.clientHeight - 60) box.scrollTop += gap - box.clientHeight / 3;
  };
  for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => {
      light(event.target, true);
      if (!event.target.closest("#source-text")) show(event.target);
    });
    document.addEventListener(leave, (event) => light(event.target, false));
  }
  // A click on the words of an order goes to the order, on a value of the head to its field.
  document.addEventListener("click", (event) => {
    const held = event.target.closest("#source-text [data-field], #source-text [data-task]");
    if (!held || String(getSelection())) return;
    const there = same(held).find((other) => other.closest(".review-fields"));
    if (there?.matches("[data-row]")) go(there);
    else there?.querySelector("input, select, textarea")?.focus();
  });

  // --- moving
  const go = (row) => {
    if (!row) return;
    rows().forEach((other) => other.removeAttribute("aria-current"));
    row.setAttribute("aria-current", "true");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center", behavior: "instant" });
  };
  const current = () => document.activeElement?.closest("[data-row]") || document.querySelector("[data-row][aria-current]");
  const move = (step) => {
    const all = rows();
    go(all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + step))]);
  };

  // --- saving and steps: one at a time, in the order they were asked for
  let line = Promise.resolve();
  let since = 0;
  const send = (values, more) => {
    clearTimeout(since);
    line = line.then(() => htmx.ajax("POST", form().getAttribute("action"), { source: form(), values, ...more })).catch(() => {});
    return line;
  };
  // What a person sees must not jump: what was open, typed, focused and scrolled to is as it was.
  const around = async (work) => {
    const open = [...document.querySelectorAll("#review details[open][id]")].map((el) => el.id);
    const closed = document.getElementById("source")?.open === false;
    const scrolled = document.getElementById("source-text")?.scrollTop;
    const at = document.querySelector("[data-row][aria-current]")?.id;
    const field = document.activeElement?.id && typing(document.activeElement) ? document.activeElement : null;
    const typed = field && { id: field.id, value: field.value, was: field.defaultValue };
    await work();
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (closed) document.getElementById("source").open = false;
    const box = document.getElementById("source-text");
    if (box && scrolled) box.scrollTop = scrolled;
    if (at) document.getElementById(at)?.setAttribute("aria-current", "true");
    const again = typed && document.getElementById(typed.id);
    if (again && typed.value !== typed.was) {
      again.value = typed.value;
      again.dispatchEvent(new Event("input", { bubbles: true }));
    }
    reveal();
  };
  const swap = { target: "#review", select: "#review", swap: "outerHTML" };
  const step = (command, values = {}, then = null) => {
    const row = current()?.id;
    return around(() => send({ do: command, ...values }, swap)).then(() => {
      go(document.getElementById(then || row));
      document.querySelector("#review-notices [role=alert]")?.scrollIntoView({ block: "nearest" });
    });
  };
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target !== form() || button?.name !== "do") return;
    event.preventDefault();
    button.closest("[data-row]")?.setAttribute("aria-current", "true");
    const values = button.value === "add" ? { add_words: document.getElementById("add-words").value } : {};
    step(button.value, values);
  }, true);

  // A field left, or a pause in it, saves itself. Words of a task to be added are not yet part of the draft.
  const counts = (el) => el.closest("#review-form") && el.name && !/^(add_words|choice-.*)$/.test(el.name);
  const saveItself = () => form() && send({ autosave: "1" }, { swap: "none" });
  document.addEventListener("change", (event) => { if (counts(event.target)) saveItself(); });
  document.addEventListener("input", (event) => {
    if (!counts(event.target)) return;
    clearTimeout(since);
    since = setTimeout(saveItself, 4000);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const key = document.getElementById("review-version")?.dataset.keepKey;
    if (key) form().dataset.keep = key;
    reveal();
  });
  document.body.addEventListener("review-reload", () => around(() => htmx.ajax("GET", location.pathname, swap)));
  const unsaved = (words) => {
    const place = document.getElementById("review-saved");
    if (place) place.textContent = words;
  };
  document.body.addEventListener("htmx:sendError", () => unsaved(form().dataset.sayUnsent));
  // An answer that is another page: the session has ended, or somebody has closed the draft. Never put in this one.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    const path = new URL(xhr.responseURL || location.href).pathname;
    if (path.startsWith("/login/")) {
      event.detail.shouldSwap = false;
      unsaved(form().dataset.saySignedOut);
    } else if (!path.startsWith("/drafts/") || (target?.id === "review" && !xhr.responseText.includes('id="review-form"'))) {
      event.detail.shouldSwap = false;
      location.assign(xhr.responseURL);
    }
  });

  // A row of a long plan without its fields: fetched when they are wanted.
  const opened = async (row) => {
    const link = row.querySelector("[data-open]");
    if (link) await htmx.ajax("GET", link.getAttribute("href").split("#")[0], { target: `#${row.querySelector(".task-edit").id}`, select: `#${row.querySelector(".task-edit").id}`, swap: "outerHTML" });
    const details = row.querySelector(".task-edit details");
    if (details) details.open = true;
    return details;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    edit(link.closest("[data-row]"));
  });
  const edit = async (row = current()) => {
    if (!row) return;
    go(row);
    (await opened(row))?.querySelector("textarea")?.focus();
  };
  const close = (row) => {
    const details = row?.querySelector(".task-edit details");
    if (details) details.open = false;
    go(row);
  };

  // --- words selected in the text
  const button = () => document.querySelector("[data-make-task]");
  // Places in the text as the server counts them: whole characters, without the words added for screen readers.
  const selected = () => {
    const box = document.getElementById("source-text");
    const chosen = getSelection();
    if (!box || !chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".visually-hidden") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    let at = 0;
    let from = null;
    let to = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (range.intersectsNode(node)) {
        const begin = node === range.startContainer ? range.startOffset : 0;
        const end = node === range.endContainer ? range.endOffset : node.data.length;
        if (from === null) from = at + [...node.data.slice(0, begin)].length;
        to = at + [...node.data.slice(0, end)].length;
      }
      at += [...node.data].length;
    }
    return from === null || to - from < 3 ? null : { add_from: from, add_to: to };
  };
  document.addEventListener("selectionchange", () => {
    const make = button();
    if (!make) return;
    const span = selected();
    make.hidden = !span;
    if (!span) return;
    const pane = make.closest("[data-source]").getBoundingClientRect();
    const box = document.getElementById("source-text").getBoundingClientRect();
    const words = getSelection().getRangeAt(0).getBoundingClientRect();
    make.style.top = `${Math.min(Math.max(words.bottom, box.top), box.bottom - 44) - pane.top + 4}px`;
    make.style.left = `${Math.max(8, Math.min(words.left - pane.left, pane.width - make.offsetWidth - 8))}px`;
  });
  const make = async () => {
    const span = selected();
    if (!span) {
      document.getElementById("add-task").open = true;
      document.getElementById("add-words").focus();
      return;
    }
    getSelection().removeAllRanges();
    const known = new Set(rows().map((row) => row.id));
    await step("add", span);
    go(rows().find((row) => !known.has(row.id)));
  };
  document.addEventListener("mousedown", (event) => { if (event.target.closest("[data-make-task]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-make-task]")) make();
    if (event.target.closest("[data-show-keys]")) document.getElementById("keys").showModal();
    const here = event.target.closest("[data-split-here]");
    if (here) step(`split ${here.dataset.splitHere} ${cursor(here.dataset.splitHere)}`);
  });

  // --- keys
  const cursor = (source) => {
    const words = document.getElementsByName(`task-${source}-words`)[0];
    return [...(words?.value.slice(0, words.selectionStart) ?? "")].length;
  };
  const on = (verb) => () => {
    const row = current();
    if (row) step(`${verb} ${row.dataset.task}`);
  };
  const leaveOut = () => {
    const row = current();
    if (!row || row.classList.contains("task-uncovered")) return;
    on(row.classList.contains("task-left-out") ? "back" : "none")();
    row.classList.toggle("task-left-out"); // at once, for the eye; the answer draws the row as it stands
  };
  const split = async () => {
    const row = current();
    if (!row) return;
    const cuts = [...((await opened(row))?.querySelectorAll('[value^="split "]') ?? [])];
    if (cuts.length === 1) step(cuts[0].value);
    else (cuts[0] || row.querySelector("textarea")).focus();
  };
  const merge = () => {
    const all = rows();
    const row = current();
    const before = all.slice(0, all.indexOf(row)).reverse().find((other) => !other.matches(".task-left-out, .task-uncovered"));
    if (row) step(`merge ${row.dataset.task}`, {}, before?.id);
  };
  // Enter confirms only where nothing is being edited: it first closes what is open.
  const confirmReading = () => {
    const open = [...document.querySelectorAll(".task-edit details[open]")];
    if (open.length) open.forEach((details) => close(details.closest("[data-row]")));
    else document.querySelector("[data-confirm-reading]").click();
  };
  const keys = {
    j: () => move(1), k: () => move(-1), e: () => edit(), x: leaveOut, t: on("task"), n: on("info"), s: split, m: merge,
    "[": on("up"), "]": on("down"), u: () => step("undo"), a: make, "?": () => document.getElementById("keys").showModal(),
  };
  const shifted = { ArrowLeft: keys["["], ArrowRight: keys["]"] };
  const leave = (el) => {
    const row = el.closest("[data-row]");
    el.blur(); // its change saves itself
    if (row) close(row);
  };
  document.addEventListener("keydown", (event) => {
    const el = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || !form()) return;
    if (typing(el)) {
      const done = event.key === "Enter" && el.tagName === "INPUT" && el.name !== "q";
      if (!el.closest("#review-form") || !(done || event.key === "Escape")) return;
      event.preventDefault();
      if (/^choice-/.test(el.name) && done) step("typed");
      else leave(el);
      return;
    }
    const plain = el === document.body || el.id === "main" || el.matches("[data-row]");
    const act = event.shiftKey && shifted[event.key] ? shifted[event.key] : keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key === "Enter" && plain && !event.repeat) {
      event.preventDefault();
      confirmReading();
    }
  });

  reveal();
  // Beside the fields on a wide screen; folded away above them on a phone.
  const source = document.getElementById("source");
  if (source && matchMedia("(max-width: 991.98px)").matches) {
    source.open = false;
    document.querySelector("#review-form [autofocus]")?.scrollIntoView({ block: "center", behavior: "instant" });
  }
})();
