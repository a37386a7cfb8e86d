// Where somebody can be, how much is unread there, and going there.
import { keepDraft, takeDraft } from "./composer.js";
import { drawPlace } from "./conversation.js";
import { keepingFocus } from "./keyboard.js";
import { element, icon, unseen } from "./signs.js";
import { $, state } from "./state.js";
import { arrive, counted, countUnread, isWatched, look, saw } from "./unread.js";

export function drawPlaces() {
  keepingFocus(() => $("places").replaceChildren(...state.places.map(placeButton)));
  const elsewhere = [...state.unread.values()].reduce((sum, one) => sum + one, 0);
  $("back").replaceChildren(element("span", { textContent: "←", ariaHidden: "true" }), unseen(state.words.back), ...counted(elsewhere));
  document.title = elsewhere ? `(${elsewhere}) ${state.words.title}` : state.words.title;
}

function placeButton(one) {
  const button = element("button", { type: "button", onclick: () => open(one.id) }, icon(one.kind),
    element("span", { textContent: one.title }), one.closed ? element("small", { textContent: state.words.closed }) : null,
    ...counted(state.unread.get(one.id)));
  button.setAttribute("aria-current", String(one.id === state.place));
  button.dataset.place = one.kind === "private" ? "private" : one.id;
  return element("li", { className: `${one.kind} ${one.closed ? "closed" : ""}` }, button);
}

function open(place) {
  saw();
  keepDraft();
  state.place = place;
  sessionStorage.setItem("place", place);
  takeDraft();
  $("app").dataset.view = "chat";
  state.shown = "";
  arrive();
  drawPlaces();
  drawPlace();
  $("text").focus({ preventScroll: true });
}

// Back in view: what came meanwhile stands below its line.
function lookAgain() {
  if (!state.me || !isWatched(state.place)) return;
  const hasNews = state.unread.has(state.place);
  look();
  drawPlaces();
  if (hasNews) drawPlace();
}

function showList() {
  saw();
  $("app").dataset.view = "list";
  if (!$("chat").checkVisibility()) $("people").querySelector("[aria-checked=true]")?.focus();
}

$("skip").addEventListener("click", () => { if (state.me) open(state.place); });
$("back").addEventListener("click", showList);
$("place").addEventListener("click", showList);
document.addEventListener("visibilitychange", lookAgain);
window.addEventListener("storage", () => { if (state.me) { countUnread(); look(); drawPlaces(); } });
