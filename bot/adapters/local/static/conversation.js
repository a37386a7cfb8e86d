// The messages of a place, oldest first: drawn, gone on with, read out as they come.
import { drawComposer, proposes } from "./composer.js";
import { message } from "./message.js";
import { drawBelow, isAtEnd } from "./reading.js";
import { element, tongue } from "./signs.js";
import { $, locale, named, plain, state } from "./state.js";
import { unreadWords } from "./unread.js";

export function drawPlace() {
  const place = state.places.find((one) => one.id === state.place);
  $("place-title").textContent = place.title;
  $("place-note").textContent = named(state.words.you_are, state.me.name);
  const list = $("messages");
  const here = [...state.messages.values()].filter((one) => one.place === state.place && !one.deleted);
  const shown = `${state.who}/${state.place}`;
  const stays = state.shown === shown && !isAtEnd() ? list.scrollTop : null;
  if (state.shown !== shown) $("heard").replaceChildren();
  state.shown = shown;
  list.replaceChildren();
  here.forEach((what) => append(list, what));
  if (!here.length) list.append(element("li", { className: "empty", textContent: state.words.empty }));
  fold(list);
  const line = list.querySelector(".news");
  list.scrollTop = stays ?? (line ? line.offsetTop - list.offsetTop - 8 : list.scrollHeight);
  drawBelow();
  $("chips").replaceChildren(...(place.kind === "thread" ? state.threadChips : state.chips).map((text) =>
    element("button", { type: "button", textContent: text, title: text, onclick: () => proposes(text) })));
  drawComposer();
}

export function drawMessage(what) {
  const list = $("messages");
  const old = list.querySelector(`[data-message="${what.id}"]`);
  const near = isAtEnd();
  if (what.deleted) { old?.remove(); return; }
  list.querySelector(".empty")?.remove();
  if (old) {
    const made = message(what);
    made.classList.toggle("open", old.classList.contains("open"));
    old.replaceWith(made);
  } else {
    append(list, what);
    if (!near && !what.mine) state.below += 1;
  }
  fold(list);
  if (near || what.mine) list.scrollTop = list.scrollHeight;
  drawBelow();
}

// What is read out as it comes: the words of others here, and that something came elsewhere.
export function hear(what) {
  const place = state.places.find((one) => one.id === what.place);
  const isHere = what.place === state.place;
  const words = isHere ? plain(what) : unreadWords(state.unread.get(what.place));
  const line = element("p", { textContent: named(isHere ? what.name : place?.title || "", words), lang: tongue(words, what.bot) || state.language });
  $("heard").append(line);
  while ($("heard").children.length > 20) $("heard").firstElementChild.remove();
}

function append(list, what) {
  const day = new Date(what.at).toLocaleDateString(locale(), { weekday: "long", month: "long", day: "numeric" });
  if (list.dataset.day !== day || !list.querySelector(".day")) {
    list.dataset.day = day;
    list.append(element("li", { className: "day", textContent: day }));
  }
  if (state.news && what.id > state.news && !what.mine && !list.querySelector(".news")) {
    list.append(element("li", { className: "news", textContent: state.words.news }));
  }
  list.append(message(what));
}

// A very long message shows its beginning until it is asked for; one in two languages, where the reader's begins.
function fold(list) {
  for (const body of list.querySelectorAll(".body:not(.seen)")) {
    const id = body.closest(".message").dataset.message;
    body.classList.add("seen");
    if (body.scrollHeight < 520 || state.whole.has(id)) continue;
    body.classList.add("folded");
    const half = body.firstElementChild.lang ? [...body.children].findIndex((line) => !line.lang) : 0;
    [...body.children].slice(0, half).forEach((line) => line.classList.add("other"));
    const more = element("button", { type: "button", className: "more", textContent: state.words.more });
    more.onclick = () => { state.whole.add(id); body.classList.remove("folded"); more.remove(); };
    body.after(more);
  }
}
