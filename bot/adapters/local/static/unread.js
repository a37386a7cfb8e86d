// What came and was not seen yet, for each person and place.
import { hasRead, readUpTo } from "./memory.js";
import { element, unseen } from "./signs.js";
import { $, state } from "./state.js";

function newest() { return Math.max(0, ...state.messages.keys()); }

// Whether the place is before somebody's eyes: not while the page is in the background, nor on a phone while its list is shown.
export function isWatched(place) { return place === state.place && !document.hidden && $("chat").checkVisibility(); }

export function saw() { if (state.me && isWatched(state.place)) hasRead(state.who, state.place, newest()); }

// What came meanwhile is unread for each person by themselves: messages are numbered, and where each stopped is kept.
export function countUnread() {
  const last = newest();
  const upTo = new Map(state.places.map((one) => [one.id, readUpTo(state.who, one.id, last)]));
  state.unread.clear();
  for (const one of state.messages.values()) {
    if (one.id <= upTo.get(one.place) || one.mine || one.deleted) continue;
    state.unread.set(one.place, (state.unread.get(one.place) || 0) + 1);
  }
}

// Coming to a place: a line stands above what is new there, and looking at it reads it.
export function arrive() {
  countUnread();
  state.news = state.unread.get(state.place) ? readUpTo(state.who, state.place, newest()) : 0;
  state.below = 0;
  look();
}

export function look() {
  if (!isWatched(state.place)) return;
  state.unread.delete(state.place);
  saw();
}

export function counted(unread) { return unread ? [element("em", { textContent: unread }), unseen(` ${state.words.unread}`)] : []; }

export function unreadWords(count) { return `${count} ${state.words.unread}`; }
