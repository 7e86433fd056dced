// The line to the server: that an answer is awaited, is late, or that the server is away is said in the reader's language; and the
// page goes on by itself. Streamlit tells how it stands on its page; what an open page asks for by itself tells it sooner.
import { make } from "./elements.js";

const HEARD = 100; // ms in which Streamlit mostly takes up what was pressed
const ANSWERED = 400; // ms in which a question of the page's own is mostly answered
const SOON = 200; // ms until a wait is shown
const LATE = 1300; // ms until it is told
const AWAY = 1000; // ms until a server that is away is told of: it may be back at once
const SAID = 3000; // ms for which it is told that the server is back
const ASKED = 2000; // ms between two questions whether somebody is still signed in
const HEALTH = "/_stcore/health";
const WAITING = ["running", "rerunRequested"];

/** @type {Record<string, string>} */
let words = {};
/** @type {HTMLElement | null} */
let box = null;
/** @type {HTMLElement | null} */
let watched = null; // Streamlit's page
let going = () => {}; // called when the server is back
let state = ""; // "", "waiting" or "away"
let answer = "come"; // to the last question that the page asked by itself: "come", "late" or "lost"
let told = ""; // which words stand there
/** @type {any[]} */
let timers = [];
/** @type {(() => void) | null} */
let held = null; // what was pressed last while the server was away

/** `said` are the words, `goOn` has the page drawn anew. @param {Record<string, string>} said @param {() => void} goOn */
export function line(said, goOn) {
  words = said;
  going = goOn;
  if (told) lay(told);
  const page = /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="stApp"]'));
  if (!page || page === watched) return;
  watched = page;
  new MutationObserver(look).observe(page, { attributeFilter: ["data-test-connection-state", "data-test-script-state"] });
  page.addEventListener("change", pressed, true);
  page.addEventListener("click", pressed, true);
  addEventListener("message", ({ data }) => data?.type === "streamlit:setComponentValue" && pressed()); // the maps' frames
  look();
}

/** What became of a question that an open page asks by itself; gives back its answer, null where none came.
 * @param {Promise<Response>} asked */
export async function heard(asked) {
  const late = setTimeout(() => hear("late"), ANSWERED);
  const come = await asked.catch(() => null);
  clearTimeout(late);
  hear(come ? "come" : "lost");
  return come;
}

/** @param {string} now */
function hear(now) {
  answer = now;
  look();
}

/** How a part tells the server what was pressed: while it is away the last of that waits, and goes when it is back.
 * @param {(name: string, value: any) => void} tell @returns {(name: string, value: any) => void} */
export const telling = (tell) => (name, value) => {
  if (!connected()) held = () => tell(name, value);
  else {
    tell(name, value);
    pressed();
  }
};

// Streamlit says nothing of what it has sent and nobody has taken up: then the server is asked whether it is there.
function pressed() {
  setTimeout(() => !state && heard(fetch(HEALTH)), HEARD);
}

const connected = () => !watched || watched.dataset.testConnectionState === "CONNECTED";

function look() {
  const waits = answer === "late" || WAITING.includes(watched?.dataset.testScriptState ?? "");
  const now = !connected() || answer === "lost" ? "away" : waits ? "waiting" : "";
  if (now === state) return;
  const was = state;
  state = now;
  for (const timer of timers) clearTimeout(timer);
  timers = [];
  if (was === "away") goOn();
  else if (told === "slow") lay("");
  if (was === "waiting" && !now) sendHeld();
  document.documentElement.toggleAttribute("data-waiting", now === "away");
  if (now) timers = [setTimeout(() => document.documentElement.toggleAttribute("data-waiting", true), SOON), setTimeout(tell, now === "away" ? AWAY : LATE)];
}

function tell() {
  lay(state === "away" ? "gone" : "slow");
  if (state === "away") timers = [setInterval(signedOut, ASKED)];
}

// A server that is back may know nobody any more: then the page cannot go on, and the way in is offered.
async function signedOut() {
  const health = await heard(fetch(HEALTH));
  if (health?.status === 401) lay("signed_out");
}

function goOn() {
  const late = Boolean(told);
  lay(late ? "back" : "");
  if (late) setTimeout(() => told === "back" && lay(""), SAID);
  going();
}

// When the page was drawn anew: a server that was started anew knows only then what can be pressed.
function sendHeld() {
  held?.();
  held = null;
}

/** @param {string} said the name of the words; none takes them away */
function lay(said) {
  told = said;
  box ??= document.body.appendChild(make("div", { class: "line", role: "status" }));
  const again = said === "signed_out" && make("button", { type: "button", onclick: () => location.reload() }, words.sign_in);
  box.hidden = !said;
  box.lang = document.documentElement.lang;
  box.dataset.said = said;
  box.replaceChildren(...(said ? [make("span", {}, words[said])] : []), ...(again ? [again] : []));
}
