/* A chat that waits is heard: two short tones, made here, once for each. Whoever wants none says so in this browser. */
const LOUD = 0.12;
let known = null;

export function start() {
  document.addEventListener("change", ({ target }) => target.matches?.("[data-chat-sound]") && choose(target));
  document.addEventListener("click", ({ target }) => target.closest?.("[data-chat-try]") && ring());
  document.addEventListener("desk:drawn", look);
  for (const box of document.querySelectorAll("[data-chat-sound]")) box.checked = isOn();
  look();
}

const isOn = () => localStorage.getItem("chat-sound") !== "off";

function choose(box) {
  localStorage.setItem("chat-sound", box.checked ? "on" : "off");
}

/* What waited when the page was opened was heard on the page before. */
function look() {
  const place = document.querySelector("[data-chats]");
  if (!place) return;
  const waiting = place.dataset.chats.split(" ").filter(Boolean);
  const isNew = known && waiting.some((number) => !known.has(number));
  known = new Set(waiting);
  if (isNew && isOn()) ring();
}

function ring() {
  const sound = new AudioContext();
  for (const [place, pitch] of [880, 1175].entries()) tone(sound, pitch, sound.currentTime + place * 0.16);
  setTimeout(() => sound.close(), 1000);
}

function tone(sound, pitch, at) {
  const voice = new OscillatorNode(sound, { frequency: pitch, type: "sine" });
  const gain = new GainNode(sound, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUD, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
  voice.connect(gain).connect(sound.destination);
  voice.start(at);
  voice.stop(at + 0.32);
}
