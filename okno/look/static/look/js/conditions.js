/* Rows of conditions: what is asked decides which values are offered; the last empty row, once begun, brings the next one. */
export function start() {
  document.addEventListener("change", ({ target }) => fit(target.closest?.("[data-condition]")));
  document.addEventListener("input", ({ target }) => grow(target.closest?.("[data-condition]")));
}

function fit(row) {
  if (!row) return;
  const chosen = row.querySelector("[name$=-about]").selectedOptions[0];
  const values = row.querySelector("[name$=-values]");
  values.setAttribute("list", `values-${chosen.value}`);
  values.title = chosen.dataset.help || "";
}

function grow(row) {
  const rows = row && row.closest("[data-group]").querySelectorAll("[data-condition]");
  if (!rows || rows[rows.length - 1] !== row || rows.length >= 12) return;
  const next = row.cloneNode(true);
  for (const part of next.querySelectorAll("[name]")) {
    part.name = part.name.replace(/-\d+-/, `-${rows.length}-`);
    part.value = "";
  }
  row.after(next);
}
