// What the page knows: who looks and from where, what there is to see, and what is about to be said.
export const $ = (id) => document.getElementById(id);

const language = sessionStorage.getItem("language") || (navigator.language.startsWith("zh") ? "zh" : "en");

export const state = {
  token: document.querySelector('meta[name="steward-token"]').content,
  who: sessionStorage.getItem("who") || (language === "zh" ? "xiaoan" : "ann"),
  language,
  place: sessionStorage.getItem("place") || "garden",
  words: {}, me: null, people: new Map(), places: [], messages: new Map(), commands: [], chips: [], threadChips: [], forms: [], tour: [],
  unread: new Map(), news: 0, below: 0, shown: "", whole: new Set(), replyTo: null, editing: null, toMember: false, sending: null, file: null,
  stream: null, otherLanguage: "", waiting: null,
};

export function named(name, words) { return `${name}${state.language === "zh" ? "：" : ": "}${words}`; }

export function locale() { return state.language === "zh" ? "zh-CN" : "en-GB"; }

// What somebody said, without its form.
export function plain(what, between = "\n") {
  return what.blocks.map((one) => one.spans.map((part) => part.text).join("")).join(between);
}
