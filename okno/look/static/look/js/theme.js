/* Light, dark or as the system has it; kept in a cookie so that the server draws the first page right. */
export function start() {
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    document.documentElement.dataset.theme = choice;
    document.cookie = `okno_theme=${choice}; path=/; max-age=31536000; samesite=lax`;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-checked", String(button.dataset.themeChoice === choice));
    }
  });
}
