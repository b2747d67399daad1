// The report sheet: nothing can be sent before there is evidence. Without scripts the server says so.
(() => {
  const start = (form) => {
    const button = form.querySelector("[data-proof-button]");
    const help = form.querySelector("[data-proof-help]");
    if (!button) return;
    const filled = (name) => Boolean(form.elements[name]?.value.trim());
    const look = () => {
      const proven = "proven" in form.dataset || form.elements.file.files.length > 0 || (filled("number") && filled("dated"));
      // While the form is on its way the button is somebody else's to release.
      if (!button.hasAttribute("data-sending")) button.disabled = !proven;
      help.hidden = proven;
    };
    form.addEventListener("input", look);
    form.addEventListener("change", look);
    form.addEventListener("reset", () => setTimeout(look));
    window.addEventListener("pageshow", look);
    look();
  };
  document.querySelectorAll("form[data-proof]").forEach(start);
})();
