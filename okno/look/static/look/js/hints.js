/* In a table the link of a row lies over its cells: what the cell under the pointer hints at, or says where it is cut, the link says. */
let rests = [-1, -1]; // where the pointer is: a list that is drawn anew under it has forgotten what its links said

export function start() {
  document.addEventListener("pointermove", ({ target, clientX, clientY }) => {
    rests = [clientX, clientY];
    if (target.closest?.(".columns .row")) hint();
  });
  document.addEventListener("desk:drawn", hint);
}

function hint() {
  const under = document.elementsFromPoint(...rests);
  const row = under.find((one) => one.matches(".columns .row"));
  if (!row) return;
  const told = under.find((one) => one.title && one !== row)?.title;
  const cut = under.find((one) => one.scrollWidth > one.clientWidth && one.closest(".cell"));
  const words = told ?? cut?.closest(".cell").innerText.trim() ?? "";
  if (row.title !== words) row.title = words;
}
