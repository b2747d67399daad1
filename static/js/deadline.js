// A deadline shows only the fields that its kind needs.
(() => {
  const fit = (row) => {
    const kind = row.querySelector('select[name$="kind"]').value;
    row.querySelectorAll("[data-for]").forEach((part) => {
      part.hidden = !part.dataset.for.split(" ").includes(kind) && !part.querySelector(".errorlist");
    });
  };
  document.querySelectorAll("[data-deadline]").forEach(fit);
  document.addEventListener("input", (event) => {
    const row = event.target.closest("[data-deadline]");
    if (row) fit(row);
  });
})();
