// A form marked data-keep="key" keeps what is typed in it on this device, and gives it back when
// the page returns after a lost session or a broken line. The server says it was saved with
// <meta name="kept-clear" content="key"> (or the HX-Trigger event "kept-clear" with the key).
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
  const values = (form) => Object.fromEntries(snapshot(form).map(([id, el]) => [id, read(el)]));
  const write = (el, value) => {
    if (el.type === "checkbox" || el.type === "radio") el.checked = value;
    else if (el.multiple) [...el.options].forEach((option) => { option.selected = value.includes(option.value); });
    else el.value = value;
    el.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Private windows and full disks refuse to store: then nothing is kept, and nothing breaks.
  const attempt = (work) => { try { return work(); } catch { return null; } };
  const clear = (key) => attempt(() => localStorage.removeItem(name(key)));
  const keep = (form) => attempt(() =>
    localStorage.setItem(name(form.dataset.keep), JSON.stringify({ at: Date.now(), values: values(form) })));

  const tell = (form) => {
    const line = document.createElement("div");
    line.className = "notice notice-info kept";
    line.setAttribute("role", "status");
    const words = document.createElement("div");
    words.textContent = body.dataset.sayRestored;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = body.dataset.sayDiscard;
    button.addEventListener("click", () => {
      form.reset();
      clear(form.dataset.keep);
      line.remove();
    });
    line.append(words, button);
    form.prepend(line);
  };

  const restore = (form) => {
    const kept = attempt(() => JSON.parse(localStorage.getItem(name(form.dataset.keep))));
    if (!kept || Date.now() - kept.at > WEEK) return clear(form.dataset.keep);
    const differing = snapshot(form).filter(
      ([id, el]) => id in kept.values && JSON.stringify(kept.values[id]) !== JSON.stringify(read(el)));
    if (!differing.length) return;
    differing.forEach(([id, el]) => write(el, kept.values[id]));
    tell(form);
  };

  const start = (root) => {
    root.querySelectorAll('meta[name="kept-clear"]').forEach((meta) => clear(meta.content));
    const forms = [...root.querySelectorAll("form[data-keep]")];
    if (root.matches?.("form[data-keep]")) forms.push(root);
    forms.filter((form) => !form.dataset.keeping).forEach((form) => {
      form.dataset.keeping = "yes";
      restore(form);
      form.addEventListener("input", () => keep(form));
      form.addEventListener("change", () => keep(form));
    });
  };

  start(document);
  body.addEventListener("htmx:load", (event) => start(event.detail.elt));
  body.addEventListener("kept-clear", (event) => clear(event.detail.value));
  // Signing out on purpose leaves nothing behind; a session that merely ran out does.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key)));
  });
})();
