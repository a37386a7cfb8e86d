// What outlives a reload. How far each person has read each place is known to the whole browser, so that what came while
// no page was open is unread; words not yet sent, and who is where, belong to this window.
const READ = "read";
const DRAFTS = "drafts";

function kept(storage, name) {
  try {
    return JSON.parse(storage.getItem(name)) || {};
  } catch {
    return {};
  }
}

// A community that began anew counts its messages from one again: nothing is read further than there is.
export function readUpTo(who, place, newest) {
  const read = kept(localStorage, READ);
  if (!("first" in read)) {
    read.first = newest;
    localStorage.setItem(READ, JSON.stringify(read));
  }
  return Math.min(read[`${who}/${place}`] ?? read.first, newest);
}

export function hasRead(who, place, newest) {
  const read = kept(localStorage, READ);
  if (read[`${who}/${place}`] === newest) return;
  localStorage.setItem(READ, JSON.stringify({ ...read, [`${who}/${place}`]: newest }));
}

export function draftOf(who, place) {
  return kept(sessionStorage, DRAFTS)[`${who}/${place}`] || { text: "" };
}

export function keepDraftOf(who, place, draft) {
  const { [`${who}/${place}`]: old, ...drafts } = kept(sessionStorage, DRAFTS);
  if (draft) drafts[`${who}/${place}`] = draft;
  if (draft || old) sessionStorage.setItem(DRAFTS, JSON.stringify(drafts));
}
