// The page of the local rehearsal community: reads the town, listens to its changes, sends what people do.
import { drawComposer } from "./composer.js";
import { drawMessage, drawPlace, hear } from "./conversation.js";
import { drawForms, formGone } from "./forms.js";
import { keepingFocus } from "./keyboard.js";
import { drawPeople } from "./people.js";
import { drawPlaces } from "./places.js";
import { $, state } from "./state.js";
import { enter, steward } from "./stream.js";
import { drawTour } from "./tour.js";
import { isWatched, saw } from "./unread.js";

function draw() {
  const words = state.words;
  document.documentElement.lang = state.language;
  $("title").textContent = words.title;
  $("rehearsal").textContent = words.rehearsal;
  $("rehearsal-more").textContent = words.rehearsal_more;
  $("language").textContent = state.otherLanguage;
  $("language").lang = state.language === "zh" ? "en" : "zh";
  $("switch").textContent = words.switch;
  $("replying").lastElementChild.setAttribute("aria-label", words.cancel);
  $("attached").lastElementChild.setAttribute("aria-label", words.cancel);
  $("attach").setAttribute("aria-label", words.attach);
  $("people-title").textContent = words.you_are;
  $("places-title").textContent = words.places;
  $("tour-title").textContent = words.tour_title;
  $("send").textContent = words.send;
  $("skip").textContent = words.skip;
  $("people").setAttribute("aria-label", words.you_are);
  $("heard").setAttribute("aria-label", words.heard);
  drawPeople();
  drawPlaces();
  drawTour();
  drawPlace();
}

function change(what) {
  if (what.message) {
    arrived(what.message);
  } else if (what.person) {
    state.people.set(what.person.id, what.person);
    if (what.person.id === state.who) state.me = what.person;
    keepingFocus(drawPeople);
    drawComposer();
  } else if (what.thread) {
    const index = state.places.findIndex((one) => one.id === what.thread.id);
    if (index < 0) state.places.push(what.thread); else state.places[index] = what.thread;
    drawPlaces();
  } else if (what.form) {
    state.forms = [...state.forms.filter((one) => one.interaction !== what.form.interaction), what.form];
    drawForms();
  } else if (what.form_gone) {
    formGone(what.form_gone);
  }
}

function arrived(what) {
  const known = state.messages.has(what.id);
  state.messages.set(what.id, what);
  const isNews = !known && !what.mine && !what.deleted;
  if (isNews && !isWatched(what.place)) {
    if (what.place === state.place && !state.unread.get(state.place)) {
      state.news = what.id - 1;
      $("messages").querySelector(".news")?.remove();
    }
    state.unread.set(what.place, (state.unread.get(what.place) || 0) + 1);
    drawPlaces();
  }
  if (what.place === state.place) keepingFocus(() => drawMessage(what));
  if (isNews) hear(what);
  saw();
}

steward.addEventListener("town", () => { keepingFocus(draw); drawForms(); });
steward.addEventListener("change", ({ detail }) => change(detail));
$("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  sessionStorage.setItem("language", state.language);
  enter(state.who);
});
enter(state.who);
