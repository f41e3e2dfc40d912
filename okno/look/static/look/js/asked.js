/* A question is shown where its conditions hold for the answers before it; the same is decided again at the desk.
   Without this module all of them are shown, each with the sentence that says when it is meant. */
export function start() {
  document.addEventListener("input", ({ target }) => fit(target.closest?.("[data-questions]")));
  document.addEventListener("desk:drawn", fitAll);
  fitAll();
}

const fitAll = () => document.querySelectorAll("[data-questions]").forEach(fit);

function fit(form) {
  if (!form) return;
  const answers = new Map();
  for (const question of form.querySelectorAll("[data-question]")) {
    const when = JSON.parse(question.dataset.when ?? "[]");
    const isAsked = when.every((one) => holds(one, answers.get(one.about) ?? []));
    question.hidden = !isAsked;
    question.dataset.jsFitted = "";
    for (const part of question.querySelectorAll("input, textarea")) part.disabled = !isAsked;
    if (isAsked) answers.set(question.dataset.question, given(question));
  }
}

/* An answer, or one of several, is one of the values; without values it is there at all. */
function holds({ is_not, values }, answers) {
  const wanted = values.map((value) => value.toLowerCase());
  const fits = wanted.length ? answers.some((one) => wanted.includes(one)) : answers.length > 0;
  return fits !== is_not;
}

function given(question) {
  const parts = [...question.querySelectorAll("input:not([type=hidden]), textarea")];
  const said = parts.filter((part) => (/checkbox|radio/.test(part.type) ? part.checked : true));
  return said.map((part) => part.value.trim().toLowerCase()).filter(Boolean);
}
