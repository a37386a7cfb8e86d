// The box in which somebody writes: what waits in it, what it answers, who will read it, which commands there are.
import { act } from "./acts.js";
import { draftOf, keepDraftOf } from "./memory.js";
import { encloses } from "./enclosure.js";
import { element } from "./signs.js";
import { $, named, plain, state } from "./state.js";

// Words not yet sent belong to whom and where they were written: they wait there, with what they answer or edit and for whom.
export function keepDraft() {
  const { replyTo, editing, toMember } = state;
  const text = $("text").value;
  keepDraftOf(state.who, state.place, text || replyTo || editing || toMember ? { text, replyTo, editing, toMember } : null);
}

export function takeDraft() {
  const draft = draftOf(state.who, state.place);
  $("text").value = draft.text;
  state.replyTo = draft.replyTo || null;
  state.editing = draft.editing || null;
  state.toMember = Boolean(draft.toMember);
  encloses(null);
  grow();
}

// The message that is answered or edited, as long as it is there.
function about() {
  const found = state.messages.get(state.editing || state.replyTo);
  return found?.deleted ? undefined : found;
}

// From now on the box answers a message, edits one, or neither.
export function answers(id) {
  state.replyTo = id; state.editing = null;
  keepDraft(); drawComposer(); $("text").focus();
}

export function edits(what) {
  state.editing = what.id; state.replyTo = null;
  $("text").value = plain(what);
  keepDraft(); drawComposer(); grow(); $("text").focus();
}

function answersNothing() {
  state.replyTo = state.editing = null;
  keepDraft(); drawComposer();
}

export function proposes(text) {
  $("text").value = text;
  grow(); keepDraft(); $("text").focus();
}

export function drawComposer() {
  const held = state.me.state !== "member" && state.place === "garden" ? state.me.state : state.me.muted && state.place === "garden" ? "muted" : "";
  $("say").classList.toggle("held", Boolean(held));
  $("text").rows = held ? 2 : 1;
  $("text").placeholder = held ? state.words[`${held}_here`] : drawAudience();
  if (!$("text").value) $("text").style.height = "";
  if (held && !$("text").value) $("text").style.height = `${$("text").scrollHeight + 2}px`;
  $("text").setAttribute("aria-label", state.words.say);
  const known = about();
  $("replying").hidden = !known;
  if (known) {
    const verb = state.editing ? state.words.edit : state.words.reply;
    $("replying").firstElementChild.textContent = `${verb} · ${named(known.name, plain(known, " "))}`;
  }
  const left = state.place === "garden" && ["left", "removed"].includes(state.me.state);
  if (left && !$("chips").querySelector(".join")) {
    $("chips").prepend(element("button", { type: "button", className: "join", textContent: state.words.come_back, onclick: () => act({ act: "join" }) }));
  }
  if (!left) $("chips").querySelector(".join")?.remove();
}

// Words in a ticket's thread stay with the staff unless they are meant for the member: who will read them is in sight,
// and can be chosen. Of a reply the message that it answers decides. Returns what the empty box says.
function drawAudience() {
  const words = state.words;
  const thread = state.places.find((one) => one.id === state.place)?.kind === "thread";
  const chosen = thread && !about();
  $("audience").hidden = !chosen;
  $("say").classList.toggle("outward", chosen && state.toMember);
  if (!chosen) return thread && !state.editing ? words.say_reply : words.say;
  $("audience").setAttribute("aria-label", words.audience);
  $("audience").replaceChildren(...[false, true].map((toMember) => {
    const made = element("button", { type: "button", textContent: toMember ? words.to_member : words.to_staff,
      onclick: () => { state.toMember = toMember; keepDraft(); drawComposer(); $("text").focus(); } });
    made.setAttribute("role", "radio");
    made.setAttribute("aria-checked", String(toMember === state.toMember));
    return made;
  }));
  return state.toMember ? words.say_member : words.say_note;
}

// The same words sent again before an answer came are the same message: it carries a mark by which it is said once.
async function submit(event) {
  event?.preventDefault();
  const written = $("text").value;
  const text = written.trim();
  const { who, place, file } = state;
  if (!text && !file) return;
  const known = about();
  const outward = text && state.toMember && !known && !text.startsWith("/");
  const said = state.editing && known
    ? { act: "edit", message: known.id, text }
    : { act: "say", place, text: outward ? `/r ${text}` : text, reply_to: known?.id, ...(file && { file }) };
  const same = JSON.stringify([who, said]);
  if (state.sending?.same !== same) state.sending = { same, once: crypto.randomUUID() };
  const { once } = state.sending;
  if (!(await act({ ...said, once }))) return;
  if (state.sending?.once === once) state.sending = null;
  if (state.who !== who || state.place !== place) {
    if (draftOf(who, place).text === written) keepDraftOf(who, place, null);
    return;
  }
  encloses(null);
  if ($("text").value !== written) return;
  $("text").value = "";
  state.replyTo = state.editing = null;
  $("suggestions").hidden = true;
  keepDraft();
  grow();
  drawComposer();
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${$("text").scrollHeight + 2}px`;
  suggest();
}

function suggest() {
  const typed = $("text").value;
  const list = $("suggestions");
  const found = /^\/\S*$/.test(typed) ? state.commands.filter((one) => one.name.startsWith(typed.slice(1).toLowerCase())) : [];
  list.hidden = !found.length;
  list.replaceChildren(...found.slice(0, 30).map((one) => element("li", {}, element("button", { type: "button",
    onclick: () => { $("text").value = `/${one.name} `; list.hidden = true; $("text").focus(); } },
    element("strong", { textContent: `/${one.name}` }), element("small", { textContent: one.summary })))));
}

$("say").addEventListener("submit", submit);
$("text").addEventListener("input", () => { grow(); keepDraft(); });
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  if (event.key === "ArrowDown" && !$("suggestions").hidden) { event.preventDefault(); $("suggestions").querySelector("button").focus(); }
  if (event.key === "Escape") { $("suggestions").hidden = true; answersNothing(); }
});
$("suggestions").addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) { event.preventDefault(); (document.activeElement.closest("li")[step]?.firstElementChild || $("text")).focus(); }
  if (event.key === "Escape") { $("suggestions").hidden = true; $("text").focus(); }
});
$("replying").lastElementChild.addEventListener("click", answersNothing);
