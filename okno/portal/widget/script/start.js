// Begin: ask the desk whether this site may, show the button, believe nothing that the page says later.
ask(`${MINE}config/`).then(
  async (config) => {
    told = config;
    if (document.readyState === 'loading') await new Promise((go) => document.addEventListener('DOMContentLoaded', go, { once: true }));
    build();
    document.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('[data-okno-open]')) open();
    });
    if (talk.token && told.choices.some((one) => one.kind === 'chat')) look();
    if (user) ask(`${MINE}identity/`, { form: fields({ identity: JSON.stringify(user) }) }).then((answer) => (isKnown = answer.known === true), () => {});
  },
  (fault) => console.warn('Okno:', fault.message || fault.status),
);
