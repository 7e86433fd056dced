// The controls of the screen library speak English of themselves. What they say is put into the reader's language as it
// appears; our own parts and texts from data are left alone.
import { Kept } from "./kept.js";

const OURS = '[data-testid="stBidiComponentIsolated"], .stHtml, iframe';
const NAMES = ["aria-label", "placeholder", "title"];
const CHANGES = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMES };
const kept = new Kept(); // the words by what is written in English
const english = new Map(); // what was put in its place, in whatever language → English
let words = new Map();
let watching = null;

// The text in the reader's language; what is not known stays. A number in it is kept.
function told(text) {
  const bare = text.trim();
  const number = /\d+/.exec(bare)?.[0];
  const form = number === undefined ? bare : bare.replace(number, "{n}");
  const found = words.get(english.get(form) ?? form);
  return found === undefined ? text : text.replace(bare, number === undefined ? found : found.replace("{n}", number));
}

function sayText(node) {
  const said = told(node.nodeValue);
  if (said !== node.nodeValue && !node.parentElement?.closest(OURS)) node.nodeValue = said;
}

function sayNames(element) {
  for (const name of NAMES) {
    const given = element.getAttribute(name);
    const said = given && told(given);
    if (said !== given && !element.closest(OURS)) element.setAttribute(name, said);
  }
}

function say(node) {
  if (node.nodeType === Node.TEXT_NODE) sayText(node);
  if (node.nodeType !== Node.ELEMENT_NODE || node.closest(OURS)) return;
  sayNames(node);
  const within = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (within.nextNode()) {
    if (within.currentNode.nodeType === Node.TEXT_NODE) sayText(within.currentNode);
    else sayNames(within.currentNode);
  }
}

function watch(records) {
  for (const { type, target, addedNodes } of records) {
    if (type === "characterData") sayText(target);
    else if (type === "attributes") sayNames(target);
    else addedNodes.forEach(say);
  }
}

// `address` gives the words of a language; asked again with another, everything is said anew.
export function widgets(address) {
  if (watching === address) return;
  watching = address;
  kept.get(address).then((given) => {
    if (watching !== address) return;
    words = new Map(Object.entries(given));
    for (const [form, said] of words) english.set(said, form);
    say(document.body);
    watcher.observe(document.body, CHANGES);
  }, console.error);
}

const watcher = new MutationObserver(watch);
