// A deadline shows only the fields that its kind needs.
(() => {
  const fit = (row) => {
    const kind = row.querySelector('select[name$="kind"]').value;
    row.querySelectorAll("[data-for]").forEach((part) => {
      part.hidden = !part.dataset.for.split(" ").includes(kind) && !part.querySelector(".errorlist");
    });
  };
  // What the sheet was opened with is no day of another kind, number or event: left empty, it is counted anew.
  const before = (field) => (field.options ? [...field.options].find((one) => one.defaultSelected)?.value : field.defaultValue);
  const unleave = (row) => {
    const field = (name) => row.querySelector(`[name$="${name}"]`);
    const day = field("day");
    const counted = ["within", "event"].includes(field("kind").value);
    const other = ["kind", "days", "words"].some((name) => field(name) && field(name).value !== before(field(name)));
    if (counted && other && day.value === day.defaultValue) day.value = "";
    else if (!(counted && other) && day.value === "") day.value = day.defaultValue;
  };
  document.querySelectorAll("[data-deadline]").forEach(fit);
  document.addEventListener("input", (event) => {
    const row = event.target.closest("[data-deadline]");
    if (!row) return;
    fit(row);
    if (!event.target.name.endsWith("day")) unleave(row);
  });
})();
