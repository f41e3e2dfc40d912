/* A key that was not given is told in a sentence beside the button, not in the console. */
const words = document.currentScript.dataset.wrong;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector(".passkey");
  const told = place.querySelector(".field__error") ?? place.appendChild(document.createElement("p"));
  told.className = "field__error";
  told.setAttribute("role", "alert");
  told.textContent = words;
});
