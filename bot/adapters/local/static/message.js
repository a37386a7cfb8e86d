// One message: who said what and when, what can be pressed under it, what can be done with it.
import { act } from "./acts.js";
import { answers, edits } from "./composer.js";
import { staysBelow } from "./reading.js";
import { drawn, element, face, tongue } from "./signs.js";
import { locale, named, state } from "./state.js";

export function message(what) {
  const words = state.words;
  const time = new Date(what.at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
  const who = element("div", { className: "who" }, element("b", { textContent: what.name, dir: "auto" }), time,
    what.edited ? ` · ${words.edited}` : null, what.pinned ? ` · ${words.pinned}` : null, what.only_you ? ` · ${words.only_you}` : null);
  const bubble = element("div", { className: "bubble" }, who);
  if (what.reply) bubble.append(element("div", { className: "quoted", textContent: named(what.reply.name, drawn(what.reply.text)) }));
  bubble.append(body(what));
  if (what.buttons.length) bubble.append(keys(what));
  if (what.reactions.length) bubble.append(reactions(what));
  const made = element("li", { className: `message ${what.mine ? "mine" : ""} ${what.bot ? "bot" : ""} ${what.only_you ? "only-you" : ""}` },
    face(what.name, what.bot), bubble, acts(what));
  made.dataset.message = what.id;
  bubble.onclick = (event) => { if (!event.target.closest("a, button")) made.classList.toggle("open"); };
  return made;
}

function reactions(what) {
  return element("div", { className: "reactions" }, ...what.reactions.map((one) => {
    const made = element("button", { type: "button", className: one.mine ? "mine" : "", textContent: `${drawn(one.emoji) || "＋"} ${one.count}`,
      onclick: () => act({ act: "react", message: what.id, emoji: one.emoji }) });
    made.setAttribute("aria-pressed", String(one.mine));
    return made;
  }));
}

function body(what) {
  const made = element("div", { className: "body" });
  for (const block of what.blocks) {
    const tag = { quote: "blockquote", code: "pre" }[block.kind] || "p";
    const line = element(tag, { className: block.kind, dir: "auto" });
    const voice = tongue(block.spans.map((one) => one.text).join(""), what.bot);
    if (voice && voice !== state.language) line.lang = voice;
    if (block.bullet) line.append(`${block.bullet} `);
    line.append(...block.spans.map((one) => span(one, block.kind)));
    made.append(line);
  }
  if (what.file) {
    const address = `/api/file/${what.id}?who=${encodeURIComponent(state.who)}`;
    made.append(what.file.picture
      ? element("a", { href: address, target: "_blank", rel: "noopener" }, element("img", { src: address, alt: what.file.name, onload: staysBelow() }))
      : element("a", { className: "file", href: address, download: what.file.name, textContent: `↓ ${what.file.name}` }));
  }
  return made;
}

function span(one, kind) {
  let made = document.createTextNode(drawn(one.text));
  if (one.code && kind !== "code") made = element("code", {}, made);
  if (one.mention) made = element("span", { className: "mention" }, made);
  if (one.link) made = element("a", { href: one.link, target: "_blank", rel: "noopener noreferrer nofollow" }, made);
  if (one.italic) made = element("em", {}, made);
  if (one.bold) made = element("strong", {}, made);
  return made;
}

function keys(what) {
  return element("div", { className: "keys" }, ...what.buttons.map((row) => element("div", {}, ...row.map((one) => one.url
    ? element("a", { href: one.url, target: one.url.startsWith("/") ? "" : "_blank", rel: "noopener noreferrer", textContent: drawn(one.label) })
    : element("button", { type: "button", className: one.danger ? "danger" : "", textContent: drawn(one.label),
      onclick: () => act({ act: "press", message: what.id, payload: one.payload }) })))));
}

function acts(what) {
  const made = element("div", { className: "acts" });
  if (what.only_you) return made;
  const add = (label, todo) => made.append(element("button", { type: "button", textContent: label, onclick: todo }));
  add(state.words.reply, () => answers(what.id));
  for (const emoji of ["👍", "❤️"]) add(drawn(emoji) || { "👍": "+1", "❤️": "♥" }[emoji], () => act({ act: "react", message: what.id, emoji }));
  if (what.mine) add(state.words.edit, () => edits(what));
  return made;
}
