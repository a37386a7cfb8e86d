// The page of the local rehearsal community: reads the town, listens to its changes, sends what people do.
import { draftOf, hasRead, keepDraftOf, readUpTo } from "./memory.js";
import { drawn, element, face, icon, keepingFocus, tongue } from "./signs.js";

let token = document.querySelector('meta[name="steward-token"]').content;
const $ = (id) => document.getElementById(id);
const state = {
  who: sessionStorage.getItem("who") || "xiaoan",
  language: sessionStorage.getItem("language") || (navigator.language.startsWith("zh") ? "zh" : "en"),
  place: sessionStorage.getItem("place") || "garden",
  words: {}, me: null, people: new Map(), places: [], messages: new Map(), commands: [], chips: [], threadChips: [],
  unread: new Map(), news: 0, below: 0, shown: "", whole: new Set(), replyTo: null, editing: null, toMember: false, sending: null,
  stream: null, otherLanguage: "", waiting: null,
};

function named(name, words) { return `${name}${state.language === "zh" ? "：" : ": "}${words}`; }

// What somebody does. Where nobody answers, it is said, and what was written stays.
async function act(body, isSecond = false) {
  const shown = token;
  const answer = await fetch("/api/act", {
    method: "POST",
    headers: { "content-type": "application/json", "x-steward-token": shown },
    body: JSON.stringify({ who: state.who, language: state.language, ...body }),
  }).catch(() => null);
  if (answer === null) { notice(state.words.connection_lost); return false; }
  if (answer.status === 403 && !isSecond && (await renewed(shown))) return act(body, true);
  if (answer.ok) { notice(""); return true; }
  const refused = (await answer.json().catch(() => ({}))).refused || "gone";
  notice(state.words[`${refused}_here`] || state.words[refused] || state.words.no_rights || refused);
  return false;
}

// A Steward that was started again gives its pages another token; the stream may have brought it meanwhile.
async function renewed(shown) {
  if (token !== shown) return true;
  const page = await fetch("/").then((answer) => answer.text(), () => "");
  const given = page.match(/name="steward-token" content="([0-9a-f]+)"/)?.[1];
  if (!given || given === shown) return false;
  token = given;
  return true;
}

// Said where it is seen: behind a dialogue nothing is.
function notice(text) {
  $("notice").textContent = text;
  const inside = document.querySelector("dialog[open] .notice");
  if (inside) inside.textContent = text;
}

function newest() { return Math.max(0, ...state.messages.keys()); }

// Whether the place is before somebody's eyes: not while the page is in the background, nor on a phone while its list is shown.
function isWatched(place) { return place === state.place && !document.hidden && $("chat").checkVisibility(); }

function saw() { if (state.me && isWatched(state.place)) hasRead(state.who, state.place, newest()); }

// What came meanwhile is unread for each person by themselves: messages are numbered, and where each stopped is kept.
function countUnread() {
  const last = newest();
  const upTo = new Map(state.places.map((one) => [one.id, readUpTo(state.who, one.id, last)]));
  state.unread.clear();
  for (const one of state.messages.values()) {
    if (one.id <= upTo.get(one.place) || one.mine || one.deleted) continue;
    state.unread.set(one.place, (state.unread.get(one.place) || 0) + 1);
  }
}

// Coming to a place: a line stands above what is new there, and looking at it reads it.
function arrive() {
  countUnread();
  state.news = state.unread.get(state.place) ? readUpTo(state.who, state.place, newest()) : 0;
  state.below = 0;
  look();
}

function look() {
  if (!isWatched(state.place)) return;
  state.unread.delete(state.place);
  saw();
}

// Words not yet sent belong to whom and where they were written: they wait there, with what they answer or edit and for whom.
function keepDraft() {
  const { replyTo, editing, toMember } = state;
  const text = $("text").value;
  keepDraftOf(state.who, state.place, text || replyTo || editing || toMember ? { text, replyTo, editing, toMember } : null);
}

function takeDraft() {
  const draft = draftOf(state.who, state.place);
  $("text").value = draft.text;
  state.replyTo = draft.replyTo || null;
  state.editing = draft.editing || null;
  state.toMember = Boolean(draft.toMember);
  grow();
}

// The message that is answered or edited, as long as it is there.
function about() {
  const found = state.messages.get(state.editing || state.replyTo);
  return found?.deleted ? undefined : found;
}

function enter(who) {
  state.stream?.close();
  saw();
  if (state.me) keepDraft();
  state.who = who;
  takeDraft();
  sessionStorage.setItem("who", who);
  const stream = new EventSource(`/api/live?who=${encodeURIComponent(who)}`);
  state.stream = stream;
  stream.addEventListener("hello", (event) => { token = JSON.parse(event.data).token; load(who); });
  stream.addEventListener("change", (event) => {
    const what = JSON.parse(event.data);
    if (state.waiting) state.waiting.push(what); else change(what);
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
  waited.forEach(change);
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
    threadChips: town.thread_chips });
  state.otherLanguage = town.other_language;
  state.people = new Map(town.people.map((one) => [one.id, one]));
  state.messages = new Map(town.messages.map((one) => [one.id, one]));
  if (!state.places.some((one) => one.id === state.place)) {
    state.place = "garden";
    takeDraft();
  }
  arrive();
  keepingFocus(draw);
  for (const form of town.forms) showForm(form);
}

function change(what) {
  if (what.message) {
    const known = state.messages.has(what.message.id);
    state.messages.set(what.message.id, what.message);
    const isNews = !known && !what.message.mine && !what.message.deleted;
    if (isNews && !isWatched(what.message.place)) {
      if (what.message.place === state.place && !state.unread.get(state.place)) {
        state.news = what.message.id - 1;
        $("messages").querySelector(".news")?.remove();
      }
      state.unread.set(what.message.place, (state.unread.get(what.message.place) || 0) + 1);
      drawPlaces();
    }
    if (what.message.place === state.place) keepingFocus(() => drawMessage(what.message));
    if (isNews) hear(what.message);
    saw();
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
    showForm(what.form);
  }
}

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
  $("people-title").textContent = words.you_are;
  $("places-title").textContent = words.places;
  $("send").textContent = words.send;
  $("skip").textContent = words.skip;
  $("people").setAttribute("aria-label", words.you_are);
  $("heard").setAttribute("aria-label", words.heard);
  drawPeople();
  drawPlaces();
  drawPlace();
}

function drawPeople() {
  const role = (one) => state.words[["manager", "representative"].find((name) => one.roles.includes(name)) || "member"];
  const note = (one) => (one.state !== "member" ? state.words[one.state] : one.muted ? state.words.muted : role(one));
  $("people").replaceChildren(
    ...[...state.people.values()].map((one) => {
      const made = element("button", { type: "button", className: "person", title: one.name, onclick: () => enter(one.id) },
        face(one.name), element("span", {}, element("b", { textContent: one.name, dir: "auto" }), element("small", { textContent: note(one) })));
      made.setAttribute("role", "radio");
      made.setAttribute("aria-checked", String(one.id === state.who));
      made.dataset.person = one.id;
      return made;
    }),
    element("button", { type: "button", className: "person new", textContent: `+ ${state.words.new_member}`, onclick: moveIn }),
  );
}

function drawPlaces() {
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

// Words for who hears the page: what an arrow or a number means is seen without them.
function unseen(words) { return element("span", { className: "unseen", textContent: words }); }

function counted(unread) { return unread ? [element("em", { textContent: unread }), unseen(` ${state.words.unread}`)] : []; }

function unreadWords(count) { return `${count} ${state.words.unread}`; }

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

function drawPlace() {
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
    element("button", { type: "button", textContent: text, title: text, onclick: () => { $("text").value = text; grow(); keepDraft(); $("text").focus(); } })));
  drawComposer();
}

function isAtEnd() {
  const list = $("messages");
  return list.scrollHeight - list.scrollTop - list.clientHeight < 120;
}

function drawMessage(what) {
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

// Whoever reads further up is not moved: how much came below is said, and one press leads there.
function drawBelow() {
  const atEnd = isAtEnd();
  if (atEnd) state.below = 0;
  const button = $("below").firstElementChild;
  button.hidden = atEnd;
  button.replaceChildren(state.below ? `↓ ${state.below}` : "↓", unseen(` ${state.below ? state.words.unread : ""} ${state.words.newest}`));
}

// What is read out as it comes: the words of others here, and that something came elsewhere.
function hear(what) {
  const place = state.places.find((one) => one.id === what.place);
  const isHere = what.place === state.place;
  const words = isHere ? what.blocks.map((one) => one.spans.map((part) => part.text).join("")).join("\n") : unreadWords(state.unread.get(what.place));
  const line = element("p", { textContent: named(isHere ? what.name : place?.title || "", words), lang: tongue(words, what.bot) || state.language });
  $("heard").append(line);
  while ($("heard").children.length > 20) $("heard").firstElementChild.remove();
}

function append(list, what) {
  const locale = state.language === "zh" ? "zh-CN" : "en-GB";
  const day = new Date(what.at).toLocaleDateString(locale, { weekday: "long", month: "long", day: "numeric" });
  if (list.dataset.day !== day || !list.querySelector(".day")) {
    list.dataset.day = day;
    list.append(element("li", { className: "day", textContent: day }));
  }
  if (state.news && what.id > state.news && !what.mine && !list.querySelector(".news")) {
    list.append(element("li", { className: "news", textContent: state.words.news }));
  }
  list.append(message(what));
}

// A very long message shows its beginning until it is asked for.
function fold(list) {
  for (const body of list.querySelectorAll(".body:not(.seen)")) {
    const id = body.closest(".message").dataset.message;
    body.classList.add("seen");
    if (body.scrollHeight < 520 || state.whole.has(id)) continue;
    body.classList.add("folded");
    const more = element("button", { type: "button", className: "more", textContent: state.words.more });
    more.onclick = () => { state.whole.add(id); body.classList.remove("folded"); more.remove(); };
    body.after(more);
  }
}

function message(what) {
  const words = state.words;
  const time = new Date(what.at).toLocaleTimeString(state.language === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit" });
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

// A picture that arrives later pushes what is below out of sight: whoever read the end goes on reading it.
function staysBelow() {
  const list = $("messages");
  const near = isAtEnd();
  return () => { if (near) list.scrollTop = list.scrollHeight; };
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
  add(state.words.reply, () => { state.replyTo = what.id; state.editing = null; keepDraft(); drawComposer(); $("text").focus(); });
  for (const emoji of ["👍", "❤️"]) add(drawn(emoji) || { "👍": "+1", "❤️": "♥" }[emoji], () => act({ act: "react", message: what.id, emoji }));
  if (what.mine) {
    add(state.words.edit, () => {
      state.editing = what.id; state.replyTo = null;
      $("text").value = what.blocks.map((block) => block.spans.map((one) => one.text).join("")).join("\n");
      keepDraft(); drawComposer(); grow(); $("text").focus();
    });
  }
  return made;
}

function drawComposer() {
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
    $("replying").firstElementChild.textContent = `${verb} · ${named(known.name, known.blocks.map((one) => one.spans.map((part) => part.text).join("")).join(" "))}`;
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
  if (!text) return;
  const { who, place } = state;
  const known = about();
  const outward = state.toMember && !known && !text.startsWith("/");
  const said = state.editing && known
    ? { act: "edit", message: known.id, text }
    : { act: "say", place, text: outward ? `/r ${text}` : text, reply_to: known?.id };
  const same = JSON.stringify([who, said]);
  if (state.sending?.same !== same) state.sending = { same, once: crypto.randomUUID() };
  const { once } = state.sending;
  if (!(await act({ ...said, once }))) return;
  if (state.sending?.once === once) state.sending = null;
  if (state.who !== who || state.place !== place) {
    if (draftOf(who, place).text === written) keepDraftOf(who, place, null);
    return;
  }
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

function showForm(form) {
  const dialog = $("form");
  if (dialog.open && dialog.dataset.interaction === form.interaction) return;
  dialog.dataset.interaction = form.interaction;
  const fields = form.fields.map((one) => {
    const input = element(one.long ? "textarea" : "input", { name: one.name, required: one.required, maxLength: one.limit, value: one.initial });
    return element("label", {}, one.label, input);
  });
  const leave = () => { act({ act: "dismiss", interaction: form.interaction }); dialog.close(); };
  dialog.oncancel = leave;
  const made = element("form", { method: "dialog" }, element("h3", { id: "form-title", textContent: form.title }), ...fields, warning(),
    element("footer", {}, element("button", { type: "button", textContent: state.words.cancel, onclick: leave }),
      element("button", { type: "submit", textContent: state.words.submit })));
  made.onsubmit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(made));
    if (await act({ act: "fill", interaction: form.interaction, values })) dialog.close();
  };
  dialog.replaceChildren(made);
  if (!dialog.open) dialog.showModal();
  made.querySelector("input, textarea")?.setSelectionRange(0, 0);
}

function warning() {
  const made = element("p", { className: "notice" });
  made.setAttribute("role", "alert");
  return made;
}

function moveIn() {
  const dialog = $("mover");
  const name = element("input", { name: "name", required: true, maxLength: 40 });
  const made = element("form", { method: "dialog" }, element("h3", { id: "mover-title", textContent: state.words.new_member }),
    element("label", {}, state.words.new_member_name, name), warning(),
    element("footer", {}, element("button", { type: "button", textContent: state.words.cancel, onclick: () => dialog.close() }),
      element("button", { type: "submit", textContent: state.words.submit })));
  made.onsubmit = async (event) => {
    event.preventDefault();
    if (!(await act({ act: "settle", name: name.value, language: state.language }))) return;
    dialog.close();
    const people = await (await fetch("/api/people")).json();
    enter(people[people.length - 1].id);
  };
  dialog.replaceChildren(made);
  dialog.showModal();
}

$("say").addEventListener("submit", submit);
$("text").addEventListener("input", () => { grow(); keepDraft(); });
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  if (event.key === "ArrowDown" && !$("suggestions").hidden) { event.preventDefault(); $("suggestions").querySelector("button").focus(); }
  if (event.key === "Escape") { state.replyTo = state.editing = null; $("suggestions").hidden = true; keepDraft(); drawComposer(); }
});
$("suggestions").addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) { event.preventDefault(); (document.activeElement.closest("li")[step]?.firstElementChild || $("text")).focus(); }
  if (event.key === "Escape") { $("suggestions").hidden = true; $("text").focus(); }
});
// Of people, and of who reads, one is chosen, so the arrows move among them as among radio buttons.
for (const group of document.querySelectorAll("[role=radiogroup]")) {
  group.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const all = [...group.querySelectorAll("button")];
    if (!step || !all.includes(document.activeElement)) return;
    event.preventDefault();
    all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
  });
}

function showList() {
  saw();
  $("app").dataset.view = "list";
  if (!$("chat").checkVisibility()) $("people").querySelector("[aria-checked=true]")?.focus();
}

$("skip").addEventListener("click", () => { if (state.me) open(state.place); });
$("replying").lastElementChild.addEventListener("click", () => { state.replyTo = state.editing = null; keepDraft(); drawComposer(); });
$("back").addEventListener("click", showList);
$("place").addEventListener("click", showList);
$("messages").addEventListener("scroll", drawBelow);
$("below").firstElementChild.addEventListener("click", () => { $("messages").scrollTop = $("messages").scrollHeight; $("text").focus({ preventScroll: true }); });
document.addEventListener("visibilitychange", lookAgain);
window.addEventListener("storage", () => { if (state.me) { countUnread(); look(); drawPlaces(); } });
$("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  sessionStorage.setItem("language", state.language);
  enter(state.who);
});
enter(state.who);
