// Files of a form and of a chat: chosen, pasted, dropped; what is too large or too much is said at once.
function filesOf(changed, counted) {
  const chosen = [];
  const rows = h('ul', { class: 'files' });
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const input = h('input', { type: 'file', multiple: true, class: 'unseen', tabindex: '-1', 'aria-hidden': 'true', onchange: () => (take(input.files), (input.value = '')) });
  const button = h('button', { type: 'button', class: 'quiet-button', onclick: () => input.click() }, icon('attach'), w('add_files'));

  function take(files) {
    wrong.textContent = '';
    for (const file of files) {
      if (file.size > told.files.bytes) wrong.textContent = w('too_large', file.name, told.files.bytes / 2 ** 20);
      else if (chosen.length >= told.files.most) wrong.textContent = told.files.words;
      else chosen.push(file);
    }
    draw();
    changed?.(chosen);
  }

  function draw() {
    counted?.(chosen.length);
    rows.replaceChildren(
      ...chosen.map((file, at) =>
        h('li', {}, h('span', {}, file.name),
          h('button', { type: 'button', class: 'bare', 'aria-label': w('remove', file.name), onclick: () => (chosen.splice(at, 1), draw(), button.focus()) }, icon('close'))),
      ),
    );
  }

  function paste(event) {
    const files = event.clipboardData?.files ?? event.dataTransfer?.files ?? [];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  }

  return { chosen, paste, box: h('div', { class: 'attach' }, button, input, rows, wrong), button, input, rows, wrong, clear: () => (chosen.splice(0), draw()) };
}
