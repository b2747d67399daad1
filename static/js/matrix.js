// The matrix: shift-click ticks every late cell between two, arrows walk from cell to cell. Without scripts each cell
// has its own box to tick and its own link.
(() => {
  const form = document.querySelector("form[data-matrix]");
  const table = form?.querySelector(".matrix");
  if (!table) return;
  const place = (cell) => [cell.parentElement.sectionRowIndex, cell.cellIndex];
  const at = (row, column) => table.tBodies[0].rows[row]?.cells[column];
  const box = (cell) => cell?.querySelector(".cell-pick");
  const button = form.querySelector("[data-matrix-urge]");
  let last = null;

  const count = () => {
    const chosen = form.querySelectorAll(".cell-pick:checked");
    table.querySelectorAll(".cell").forEach((cell) => cell.classList.toggle("is-selected", Boolean(box(cell)?.checked)));
    if (!button) return;
    button.disabled = chosen.length === 0;
    const words = button.querySelector("span");
    words.dataset.plain ??= words.textContent;
    words.textContent = chosen.length ? button.dataset.words.replace("{n}", chosen.length) : words.dataset.plain;
  };

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td.cell");
    if (!cell) return;
    if (event.shiftKey) {
      event.preventDefault();
      const [r1, c1] = place(last ?? cell), [r2, c2] = place(cell);
      for (let r = Math.min(r1, r2); r <= Math.max(r1, r2); r += 1)
        for (let c = Math.min(c1, c2); c <= Math.max(c1, c2); c += 1) {
          const tick = box(at(r, c));
          if (tick) tick.checked = true;
        }
      count();
    }
    last = cell;
  });
  form.addEventListener("change", count);
  table.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const cell = event.target.closest("td.cell");
    if (cell && event.key === "x" && box(cell)) {
      box(cell).checked = !box(cell).checked;
      last = cell;
      count();
    }
    if (!step || !cell) return;
    let [row, column] = place(cell);
    for (;;) {
      [row, column] = [row + step[0], column + step[1]];
      const next = at(row, column);
      if (!next) return;
      const link = next.querySelector("a");
      if (link) {
        event.preventDefault();
        link.focus();
        return;
      }
    }
  });
  const print = form.querySelector("[data-matrix-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  window.addEventListener("pageshow", count);
  count();
})();
