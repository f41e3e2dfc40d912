// A question of the community with its answers, built as articles are; all of it stands on the page of the portal.
function post(id, words) {
  return reading(`posts/${id}/`, {}, w('community'), (one, text, helped) => {
    const said = one.answers.map((answer) =>
      h('section', { class: answer.is_solution ? 'reply best' : 'reply' },
        h('p', { class: 'quiet' }, answer.by, answer.is_ours && ` · ${w('support')}`),
        answer.is_solution && h('p', { class: 'good' }, icon('done'), w('solution')),
        answer.tree.map(grown),
      ),
    );
    const whole = h('a', { href: safe(one.url), target: '_blank', rel: 'noopener noreferrer' }, w('in_community'));
    text.replaceChildren(h('p', { class: 'quiet' }, w('community'), ' · ', one.by), ...one.tree.map(grown), ...said, h('p', {}, whole));
    if (one.is_answered) helped.replaceChildren(question(`posts/${one.id}/`, words));
  });
}
