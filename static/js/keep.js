// A form marked data-keep="key" keeps what is typed in it on this device, and gives it back when
// the page returns after a lost session or a broken line. The server says it was saved with
// <meta name="kept-clear" content="key"> (or the HX-Trigger event "kept-clear" with the key).
// A key that ends in "-v<version>" is for that version alone: what was typed on an earlier one is shown to be
// copied from, never put over what somebody saved since. Clearing "key" clears all its versions.
// Never kept: passwords, files, hidden fields (among them the csrf token).
(() => {
  const body = document.body;
  const WEEK = 7 * 24 * 3600 * 1000;
  // One device may serve several people: what one typed is never given to another.
  const prefix = "dondoc.keep.";
  const name = (key) => `${prefix}${body.dataset.person}.${key}`;
  const SKIP = new Set(["password", "file", "hidden", "submit", "button", "reset", "image", "search"]);

  const fields = (form) =>
    [...form.elements].filter((el) => el.name && !SKIP.has(el.type) && el.tagName !== "FIELDSET");
  const read = (el) => {
    if (el.type === "checkbox" || el.type === "radio") return el.checked;
    if (el.multiple) return [...el.selectedOptions].map((option) => option.value);
    return el.value;
  };
  // Radios and boxes share a name: their value tells them apart; rows of one name by their order.
  const snapshot = (form) => {
    const seen = {};
    return fields(form).map((el) => {
      const id = /checkbox|radio/.test(el.type) ? `${el.name}=${el.value}` : el.name;
      seen[id] = (seen[id] || 0) + 1;
      return [`${id}#${seen[id]}`, el];
    });
  };
  // What the server sent for the field.
  const sent = (el) => {
    if (el.type === "checkbox" || el.type === "radio") return el.defaultChecked;
    if (el.tagName !== "SELECT") return el.defaultValue;
    const marked = [...el.options].filter((option) => option.defaultSelected).map((option) => option.value);
    return el.multiple ? marked : marked.at(-1) ?? el.options[0]?.value ?? "";
  };
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const write = (el, value) => {
    if (el.type === "checkbox" || el.type === "radio") el.checked = value;
    else if (el.multiple) [...el.options].forEach((option) => { option.selected = value.includes(option.value); });
    else el.value = value;
    el.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Private windows and full disks refuse to store: then nothing is kept, and nothing breaks.
  const attempt = (work) => { try { return work(); } catch { return null; } };
  const load = (full) => attempt(() => JSON.parse(localStorage.getItem(full)));
  const all = () => attempt(() => Object.keys(localStorage).filter((full) => full.startsWith(prefix))) || [];
  const drop = (full) => attempt(() => localStorage.removeItem(full));
  const versions = (key) => all().filter((full) => full.startsWith(`${name(key)}-v`));
  const clear = (key) => [name(key), ...versions(key)].forEach(drop);
  // Only what differs from the server's own, and what differed before: an untouched field is never given back.
  const keep = (form) => attempt(() => {
    const full = name(form.dataset.keep);
    const { values: before = {}, labels: named = {} } = load(full) || {};
    const shown = snapshot(form);
    const typed = shown.filter(([id, el]) => id in before || !same(read(el), sent(el)));
    // What was typed in a part of the form that is not on the page now waits for it.
    const here = new Set(shown.map(([id]) => id));
    const away = (kept) => Object.fromEntries(Object.entries(kept).filter(([id]) => !here.has(id)));
    const values = { ...away(before), ...Object.fromEntries(typed.map(([id, el]) => [id, read(el)])) };
    const labels = { ...away(named), ...Object.fromEntries(typed.map(([id, el]) => [id, el.labels?.[0]?.textContent.trim() || ""])) };
    localStorage.setItem(full, JSON.stringify({ at: Date.now(), values, labels }));
  });

  const tell = (form, text, rows, discard) => {
    const line = document.createElement("div");
    line.className = "notice notice-info kept";
    line.setAttribute("role", "status");
    const words = document.createElement("div");
    words.textContent = text;
    const list = document.createElement("ul");
    rows.forEach((row) => { list.appendChild(document.createElement("li")).textContent = row; });
    if (rows.length) words.append(list);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = body.dataset.sayDiscard;
    button.addEventListener("click", () => {
      discard();
      line.remove();
    });
    line.append(words, button);
    form.prepend(line);
  };

  const restore = (form) => {
    const full = name(form.dataset.keep);
    const kept = load(full)?.values || {};
    const differing = snapshot(form).filter(([id, el]) => id in kept && !same(kept[id], read(el)));
    if (!differing.length) return;
    differing.forEach(([id, el]) => write(el, kept[id]));
    tell(form, body.dataset.sayRestored, [], () => { form.reset(); drop(full); });
  };
  // Texts only: a tick means nothing away from its place.
  const showOlder = (form) => {
    const now = Object.fromEntries(snapshot(form).map(([id, el]) => [id, read(el)]));
    versions(form.dataset.keep.replace(/-v\d+$/, "")).filter((full) => full !== name(form.dataset.keep)).forEach((full) => {
      const { values = {}, labels = {} } = load(full) || {};
      const lost = Object.keys(values).filter((id) => typeof values[id] === "string" && values[id] && values[id] !== now[id]);
      const rows = lost.map((id) => `${labels[id]}: ${values[id]}`);
      if (rows.length) tell(form, form.dataset.sayOlder, rows, () => drop(full));
    });
  };

  const start = (root) => {
    root.querySelectorAll('meta[name="kept-clear"]').forEach((meta) => clear(meta.content));
    const around = root.parentElement?.closest("form[data-keep]");
    if (around?.dataset.keeping) restore(around);
    const forms = [...root.querySelectorAll("form[data-keep]")];
    if (root.matches?.("form[data-keep]")) forms.push(root);
    forms.filter((form) => !form.dataset.keeping).forEach((form) => {
      form.dataset.keeping = "yes";
      if (form.dataset.sayOlder) showOlder(form);
      restore(form);
      form.addEventListener("input", () => keep(form));
      form.addEventListener("change", () => keep(form));
    });
  };

  all().filter((full) => !(Date.now() - load(full)?.at < WEEK)).forEach(drop);
  start(document);
  body.addEventListener("htmx:load", (event) => start(event.detail.elt));
  body.addEventListener("kept-clear", (event) => clear(event.detail.value));
  // Signing out on purpose leaves nothing behind; a session that merely ran out does.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    all().forEach(drop);
  });
})();
