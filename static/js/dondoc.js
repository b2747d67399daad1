// Small conveniences of every page. Each works on markup alone; without it the page still works.
(() => {
  const body = document.body;

  // "/" goes to the search box that is on the screen, unless something is being typed.
  const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    const box = [...document.querySelectorAll("[data-search]")].find((el) => el.offsetParent);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // Menus are <details>: close on Escape (focus back on the button) and on a click elsewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // A form that came back with errors: the summary is where reading goes on.
  document.querySelector("[data-first]")?.focus();

  // The names of the chosen files, where the native control is hidden behind a big button.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const line = input.closest("[data-file]")?.querySelector("[data-file-name]");
    if (line) line.textContent = [...input.files].map((file) => file.name).join(", ");
  });

  // data-confirm="…" on a form or on its button asks first.
  // Capturing: the question comes before any other listener acts on the submit.
  document.addEventListener("submit", (event) => {
    const asker = event.submitter?.closest("[data-confirm]") || event.target.closest("[data-confirm]");
    if (asker && !window.confirm(asker.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // A second tap must not send twice. Disabled after this turn, so that the button's own name
  // and value are still sent; enabled again when the page is shown from the back-forward cache.
  // A form that answers with a file leaves the page standing: data-again lets it be sent again.
  const release = (root) => root.querySelectorAll("[data-sending]").forEach((button) => {
    button.disabled = false;
    button.removeAttribute("data-sending");
    button.removeAttribute("aria-busy");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target || "again" in form.dataset) return;
    setTimeout(() => form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach((button) => {
      button.disabled = true;
      button.setAttribute("data-sending", "");
      if (button === event.submitter) button.setAttribute("aria-busy", "true");
    }));
  });
  window.addEventListener("pageshow", () => release(document));

  // A part of the page that could not be fetched says so, and what to do.
  const say = (words) => {
    const place = document.getElementById("messages");
    if (!place || !words) return;
    const line = document.createElement("div");
    line.className = "notice notice-error";
    line.setAttribute("role", "alert");
    line.textContent = words;
    place.replaceChildren(line);
    line.scrollIntoView({ block: "nearest" });
  };
  body.addEventListener("htmx:sendError", () => say(body.dataset.sayOffline));
  body.addEventListener("htmx:timeout", () => say(body.dataset.sayOffline));
  body.addEventListener("htmx:responseError", () => say(body.dataset.sayFailed));
})();
