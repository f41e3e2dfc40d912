/* In a table the link of a row lies over its cells: what the cell under the pointer hints at, or says where it is cut, the link says. */
export function start() {
  document.addEventListener("pointermove", ({ target, clientX, clientY }) => {
    const row = target.closest?.(".columns .row");
    if (row) hint(row, document.elementsFromPoint(clientX, clientY));
  });
}

function hint(row, under) {
  const told = under.find((one) => one.title && one !== row)?.title;
  const cut = under.find((one) => one.scrollWidth > one.clientWidth && one.closest(".cell"));
  const words = told ?? cut?.closest(".cell").innerText.trim() ?? "";
  if (row.title !== words) row.title = words;
}
