// The assign screen: the buttons' number follows the ticks, and a set of units can be ticked or cleared at once.
(() => {
  const form = document.querySelector("[data-assign]");
  if (!form) return;
  const counts = document.querySelectorAll("[data-count]");
  document.querySelectorAll("[data-no-script]").forEach((button) => { button.hidden = true; });

  const recount = () => {
    const ticked = [...form.querySelectorAll('input[name="give"]:checked:not(:disabled)')];
    const units = new Set(ticked.map((box) => box.dataset.unit));
    counts.forEach((count) => {
      count.textContent = count.dataset.words.replace("{n}", ticked.length).replace("{units}", units.size);
    });
  };
  form.addEventListener("input", (event) => {
    if (event.target.matches('input[name="give"]')) {
      event.target.parentElement.classList.toggle("chip-unit", event.target.checked);
      recount();
    }
  });

  // Eleven wards are one press, not eleven.
  form.querySelectorAll("[data-units]").forEach((set) => {
    const boxes = [...set.querySelectorAll('input[name="give"]:not(:disabled)')];
    if (boxes.length < 3) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-quiet";
    button.textContent = form.dataset.sayAll;
    button.addEventListener("click", () => {
      const on = boxes.some((box) => !box.checked);
      boxes.forEach((box) => {
        box.checked = on;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
    set.append(button);
  });
  recount();
})();
