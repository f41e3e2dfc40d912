// The end of a chat: solved or not, and how well one was helped, in one tap; words if one likes.
const STARS = [1, 2, 3, 4, 5];

function ending(wrong, refocus) {
  const asks = h('div', { class: 'asks', role: 'group', 'aria-label': w('solved') },
    h('p', { class: 'ask', id: 'solved' }, w('solved')),
    h('button', { type: 'button', onclick: () => say('confirmation') }, w('solved_yes')),
    h('button', { type: 'button', onclick: () => say('reopening') }, w('solved_no')),
  );
  const title = h('p', { class: 'ask', tabindex: '-1', role: 'status' });
  const stars = STARS.map((stars) => h('button', { type: 'button', class: 'star', 'aria-label': w('stars', stars, w(`star_${stars}`)), title: w(`star_${stars}`), onclick: () => say('rating', { stars }) }, icon('star')));
  const words = h('textarea', { rows: 2, maxlength: 2000, 'aria-label': w('rate_words'), placeholder: w('rate_words') });
  const remark = h('form', { class: 'remark', onsubmit: keep }, words, h('button', {}, w('save')));
  const rating = h('div', { class: 'asks', role: 'group', 'aria-label': w('rate') }, title, h('div', { class: 'stars' }, stars), remark);
  let now = null;

  function keep(event) {
    event.preventDefault();
    say('rating', { stars: now.stars, words: words.value.trim() });
  }

  // What was pressed is gone: one goes on where the next thing is.
  async function say(what, more) {
    wrong.textContent = '';
    try {
      take(await tell(what, { ...more, after: talk.upto }), true);
      later();
      if (what === 'reopening') refocus();
      else if (now && (what === 'confirmation' || more.words !== undefined)) title.focus();
    } catch (fault) {
      wrong.textContent = fault.message;
    }
  }

  function update(seen) {
    asks.hidden = !seen.solved;
    rating.hidden = !seen.rating;
    if (seen.rating && seen.rating.words !== now?.words && root.activeElement !== words) words.value = seen.rating.words;
    now = seen.rating;
    const given = now?.stars ?? 0;
    const said = given ? w('rated') : w('rate');
    if (title.textContent !== said) title.textContent = said;
    stars.forEach((star, at) => {
      star.toggleAttribute('data-on', at < given);
      star.setAttribute('aria-pressed', String(at + 1 === given));
    });
    remark.hidden = !given;
  }

  asks.hidden = rating.hidden = true;
  return { content: [asks, rating], update };
}
