// What Steward tells the page: everything at once when somebody comes, then every change as it happens.
import { notice } from "./acts.js";
import { keepDraft, takeDraft } from "./composer.js";
import { state } from "./state.js";
import { arrive, saw } from "./unread.js";

// What whoever draws listens to: `town` when everything was read, `change` with one change in `detail`.
export const steward = new EventTarget();

function tell(name, detail) { steward.dispatchEvent(new CustomEvent(name, { detail })); }

export function enter(who, place = state.place) {
  state.stream?.close();
  saw();
  if (state.me) keepDraft();
  Object.assign(state, { who, place });
  takeDraft();
  sessionStorage.setItem("who", who);
  sessionStorage.setItem("place", place);
  const stream = new EventSource(`/api/live?who=${encodeURIComponent(who)}`);
  state.stream = stream;
  stream.addEventListener("hello", (event) => { state.token = JSON.parse(event.data).token; load(who); });
  stream.addEventListener("change", (event) => {
    const what = JSON.parse(event.data);
    if (state.waiting) state.waiting.push(what); else tell("change", what);
  });
  stream.onerror = () => {
    if (state.stream !== stream) return;
    notice(state.words.connection_lost || "…");
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => state.stream === stream && load(who), 2000);
  };
}

// Everything is read once the stream is open: what happens meanwhile waits, so that no change falls between.
async function load(who) {
  state.waiting = [];
  try {
    await read(who);
  } catch {
    setTimeout(() => state.who === who && enter(who), 2000);
  }
  const waited = state.waiting;
  state.waiting = null;
  waited.forEach((what) => tell("change", what));
}

async function read(who) {
  const answer = await fetch(`/api/town?who=${encodeURIComponent(who)}&language=${state.language}`);
  if (!answer.ok) {
    const people = await (await fetch("/api/people")).json();
    if (people.length && people[0].id !== who) return enter(people[0].id);
    return;
  }
  const town = await answer.json();
  if (state.who !== who) return;
  notice("");
  Object.assign(state, { me: town.me, places: town.places, commands: town.commands, words: town.words, chips: town.chips,
    threadChips: town.thread_chips, forms: town.forms, tour: town.tour });
  state.otherLanguage = town.other_language;
  state.people = new Map(town.people.map((one) => [one.id, one]));
  state.messages = new Map(town.messages.map((one) => [one.id, one]));
  if (!state.places.some((one) => one.id === state.place)) {
    state.place = "garden";
    takeDraft();
  }
  arrive();
  tell("town");
}
