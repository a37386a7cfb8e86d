// The page of the local rehearsal community: reads the town, listens to its changes, sends what people do.
let token = document.querySelector('meta[name="steward-token"]').content;
const $ = (id) => document.getElementById(id);
const state = {
  who: sessionStorage.getItem("who") || "xiaoan",
  language: sessionStorage.getItem("language") || (navigator.language.startsWith("zh") ? "zh" : "en"),
  place: "garden", words: {}, me: null, people: new Map(), places: [], messages: new Map(), commands: [], chips: [], threadChips: [],
  unread: new Map(), seen: new Map(), first: null, replyTo: null, editing: null, toMember: false, stream: null, otherLanguage: "", waiting: null,
  drafts: new Map(), drafting: "",
};

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// A machine without a font for emoji shows boxes: what it cannot draw is left out, its words stay.
const pen = element("canvas", { width: 24, height: 24 }).getContext("2d", { willReadFrequently: true });
const drawable = new Map();

function ink(sign) {
  pen.clearRect(0, 0, 24, 24);
  pen.font = `16px ${getComputedStyle(document.documentElement).fontFamily}`;
  pen.fillText(sign, 2, 18);
  return pen.getImageData(0, 0, 24, 24).data.join();
}

function drawn(text) {
  return text.replace(/(\p{Extended_Pictographic})(?:\uFE0F|\p{EMod}|\u200D\p{Extended_Pictographic})*\s?/gu, (whole, sign) => {
    if (!drawable.has(sign)) drawable.set(sign, ink(sign) !== ink("\u{10FFFD}"));
    return drawable.get(sign) ? whole : "";
  });
}

function named(name, words) { return `${name}${state.language === "zh" ? "：" : ": "}${words}`; }

// Of a Chinese name the last letter tells people apart (小安, 小岚), of others the first.
function initial(name) {
  const letters = [...name];
  return (/^[\u3400-\u9fff]{2,4}$/.test(name) ? letters.at(-1) : letters[0]) || "?";
}

const ICONS = {
  group: "M3 11 12 4l9 7v8a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1z",
  private: "M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-9l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z",
  staff: "M9 7V5h6v2h5a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zm-6 6h18",
  thread: "M6 4v8a3 3 0 0 0 3 3h9m-4-4 4 4-4 4",
};

function icon(kind) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[kind]);
  made.append(path);
  return made;
}

function face(name, isSteward) {
  if (isSteward) {
    return element("span", { className: "face steward" }, element("img", { src: "/static/icon.svg", alt: "" }));
  }
  const made = element("span", { className: "face", textContent: initial(name) });
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  made.style.setProperty("--hue", hue);
  return made;
}

async function act(body) {
  const answer = await fetch("/api/act", {
    method: "POST",
    headers: { "content-type": "application/json", "x-steward-token": token },
    body: JSON.stringify({ who: state.who, language: state.language, ...body }),
  });
  if (answer.ok) { notice(""); return true; }
  const refused = (await answer.json().catch(() => ({}))).refused || "gone";
  notice(state.words[`${refused}_here`] || state.words[refused] || state.words.no_rights || refused);
  return false;
}

function notice(text) { $("notice").textContent = text; }

// What came meanwhile is unread for each person by themselves: messages are numbered, and where each stopped is kept.
function saw() {
  state.seen.set(`${state.who}/${state.place}`, Math.max(0, ...state.messages.keys()));
}

function countUnread() {
  state.first ??= Math.max(0, ...state.messages.keys());
  state.unread.clear();
  for (const one of state.messages.values()) {
    const seen = state.seen.get(`${state.who}/${one.place}`) ?? state.first;
    if (one.id <= seen || one.mine || one.deleted || one.place === state.place) continue;
    state.unread.set(one.place, (state.unread.get(one.place) || 0) + 1);
  }
}

// Words not yet sent belong to whom and where they were written: they wait there, with what they answer or edit and for whom.
function keepDraft() {
  const about = { text: $("text").value, replyTo: state.replyTo?.id, editing: state.editing?.id, toMember: state.toMember };
  state.drafts.set(state.drafting, about);
}

function takeDraft() {
  state.drafting = `${state.who}/${state.place}`;
  const draft = state.drafts.get(state.drafting) || { text: "", toMember: false };
  const still = (id) => (state.messages.get(id)?.deleted ? null : state.messages.get(id) || null);
  $("text").value = draft.text;
  state.replyTo = still(draft.replyTo);
  state.editing = still(draft.editing);
  state.toMember = draft.toMember;
  grow();
}

function enter(who) {
  state.stream?.close();
  if (state.me) saw();
  keepDraft();
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
  keepDraft();
  if (!state.places.some((one) => one.id === state.place)) state.place = "garden";
  takeDraft();
  countUnread();
  draw();
  for (const form of town.forms) showForm(form);
}

function change(what) {
  if (what.message) {
    const known = state.messages.has(what.message.id);
    state.messages.set(what.message.id, what.message);
    if (!known && what.message.place !== state.place && !what.message.mine && !what.message.deleted) {
      state.unread.set(what.message.place, (state.unread.get(what.message.place) || 0) + 1);
      drawPlaces();
    }
    if (what.message.place === state.place) drawMessage(what.message);
  } else if (what.person) {
    state.people.set(what.person.id, what.person);
    if (what.person.id === state.who) state.me = what.person;
    drawPeople();
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
  document.title = words.title;
  $("title").textContent = words.title;
  $("rehearsal").textContent = words.rehearsal;
  $("rehearsal-more").textContent = words.rehearsal_more;
  $("language").textContent = state.otherLanguage;
  $("language").lang = state.language === "zh" ? "en" : "zh";
  $("back").setAttribute("aria-label", words.back);
  $("switch").textContent = words.switch;
  $("replying").lastElementChild.setAttribute("aria-label", words.cancel);
  $("people-title").textContent = words.you_are;
  $("places-title").textContent = words.places;
  $("send").textContent = words.send;
  $("skip").textContent = words.skip;
  $("people").setAttribute("aria-label", words.you_are);
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
  $("places").replaceChildren(...state.places.map((one) => {
    const unread = state.unread.get(one.id);
    const button = element("button", { type: "button", onclick: () => open(one.id) },
      icon(one.kind), element("span", { textContent: one.title }),
      unread ? element("em", { textContent: unread }) : null);
    button.setAttribute("aria-current", String(one.id === state.place));
    button.dataset.place = one.kind === "private" ? "private" : one.id;
    return element("li", { className: `${one.kind} ${one.closed ? "closed" : ""}` }, button);
  }));
  const elsewhere = [...state.unread.values()].reduce((sum, one) => sum + one, 0);
  $("back").replaceChildren("←", elsewhere ? element("em", { textContent: elsewhere }) : "");
}

function open(place) {
  saw();
  keepDraft();
  state.place = place;
  takeDraft();
  state.unread.delete(place);
  $("app").dataset.view = "chat";
  drawPlaces();
  drawPlace();
  $("text").focus({ preventScroll: true });
}

function drawPlace() {
  const place = state.places.find((one) => one.id === state.place);
  $("place-title").textContent = place.title;
  $("place-note").textContent = named(state.words.you_are, state.me.name);
  const list = $("messages");
  const here = [...state.messages.values()].filter((one) => one.place === state.place && !one.deleted);
  list.replaceChildren();
  here.forEach((what) => append(list, what));
  if (!here.length) list.append(element("li", { className: "empty", textContent: state.words.empty }));
  fold(list);
  list.scrollTop = list.scrollHeight;
  $("chips").replaceChildren(...(place.kind === "thread" ? state.threadChips : state.chips).map((text) =>
    element("button", { type: "button", textContent: text, title: text, onclick: () => { $("text").value = text; grow(); $("text").focus(); } })));
  drawComposer();
}

function drawMessage(what) {
  const list = $("messages");
  const old = list.querySelector(`[data-message="${what.id}"]`);
  const near = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  if (what.deleted) { old?.remove(); return; }
  list.querySelector(".empty")?.remove();
  if (old) old.replaceWith(message(what)); else append(list, what);
  fold(list);
  if (near || what.mine) list.scrollTop = list.scrollHeight;
}

function append(list, what) {
  const locale = state.language === "zh" ? "zh-CN" : "en-GB";
  const day = new Date(what.at).toLocaleDateString(locale, { weekday: "long", month: "long", day: "numeric" });
  if (list.dataset.day !== day || !list.querySelector(".day")) {
    list.dataset.day = day;
    list.append(element("li", { className: "day", textContent: day }));
  }
  list.append(message(what));
}

// A very long message shows its beginning until it is asked for.
function fold(list) {
  for (const body of list.querySelectorAll(".body:not(.seen)")) {
    body.classList.add("seen");
    if (body.scrollHeight < 520) continue;
    body.classList.add("folded");
    const more = element("button", { type: "button", className: "more", textContent: state.words.more });
    more.onclick = () => { body.classList.remove("folded"); more.remove(); };
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
  const near = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
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
  add(state.words.reply, () => { state.replyTo = what; state.editing = null; drawComposer(); $("text").focus(); });
  for (const emoji of ["👍", "❤️"]) add(drawn(emoji) || { "👍": "+1", "❤️": "♥" }[emoji], () => act({ act: "react", message: what.id, emoji }));
  if (what.mine) {
    add(state.words.edit, () => {
      state.editing = what; state.replyTo = null;
      $("text").value = what.blocks.map((block) => block.spans.map((one) => one.text).join("")).join("\n");
      drawComposer(); grow(); $("text").focus();
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
  const about = state.editing || state.replyTo;
  $("replying").hidden = !about;
  if (about) {
    const verb = state.editing ? state.words.edit : state.words.reply;
    $("replying").firstElementChild.textContent = `${verb} · ${named(about.name, about.blocks.map((one) => one.spans.map((part) => part.text).join("")).join(" "))}`;
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
  const chosen = thread && !state.editing && !state.replyTo;
  $("audience").hidden = !chosen;
  $("say").classList.toggle("outward", chosen && state.toMember);
  if (!chosen) return thread && state.replyTo ? words.say_reply : words.say;
  $("audience").setAttribute("aria-label", words.audience);
  $("audience").replaceChildren(...[false, true].map((toMember) => {
    const made = element("button", { type: "button", textContent: toMember ? words.to_member : words.to_staff,
      onclick: () => { state.toMember = toMember; drawComposer(); $("text").focus(); } });
    made.setAttribute("role", "radio");
    made.setAttribute("aria-checked", String(toMember === state.toMember));
    return made;
  }));
  return state.toMember ? words.say_member : words.say_note;
}

async function submit(event) {
  event?.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  const written = state.drafting;
  const outward = state.toMember && !state.replyTo && !text.startsWith("/");
  const done = state.editing
    ? await act({ act: "edit", message: state.editing.id, text })
    : await act({ act: "say", place: state.place, text: outward ? `/r ${text}` : text, reply_to: state.replyTo?.id });
  if (!done) return;
  if (state.drafting !== written) { state.drafts.delete(written); return; }
  $("text").value = "";
  state.replyTo = state.editing = null;
  $("suggestions").hidden = true;
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
  const fields = form.fields.map((one) => {
    const input = element(one.long ? "textarea" : "input", { name: one.name, required: one.required, maxLength: one.limit, value: one.initial });
    return element("label", {}, one.label, input);
  });
  const leave = () => { act({ act: "dismiss", interaction: form.interaction }); dialog.close(); };
  dialog.oncancel = leave;
  const made = element("form", { method: "dialog" }, element("h3", { textContent: form.title }), ...fields,
    element("footer", {}, element("button", { type: "button", textContent: state.words.cancel, onclick: leave }),
      element("button", { type: "submit", textContent: state.words.submit })));
  made.onsubmit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(made));
    if (await act({ act: "fill", interaction: form.interaction, values })) dialog.close();
  };
  dialog.replaceChildren(made);
  if (!dialog.open) dialog.showModal();
}

function moveIn() {
  const dialog = $("mover");
  const name = element("input", { name: "name", required: true, maxLength: 40 });
  const made = element("form", { method: "dialog" }, element("h3", { textContent: state.words.new_member }),
    element("label", {}, state.words.new_member_name, name),
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
$("text").addEventListener("input", grow);
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  if (event.key === "ArrowDown" && !$("suggestions").hidden) { event.preventDefault(); $("suggestions").querySelector("button").focus(); }
  if (event.key === "Escape") { state.replyTo = state.editing = null; $("suggestions").hidden = true; drawComposer(); }
});
$("suggestions").addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) { event.preventDefault(); (document.activeElement.closest("li")[step]?.firstElementChild || $("text")).focus(); }
  if (event.key === "Escape") { $("suggestions").hidden = true; $("text").focus(); }
});
// Of the people one is chosen, so the arrows move among them as among radio buttons.
$("people").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const all = [...$("people").querySelectorAll("button")];
  if (!step || !all.includes(document.activeElement)) return;
  event.preventDefault();
  all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
});
$("skip").addEventListener("click", () => { $("app").dataset.view = "chat"; $("text").focus(); });
$("replying").lastElementChild.addEventListener("click", () => { state.replyTo = state.editing = null; drawComposer(); });
$("back").addEventListener("click", () => { $("app").dataset.view = "list"; });
$("place").addEventListener("click", () => { $("app").dataset.view = "list"; });
$("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  sessionStorage.setItem("language", state.language);
  enter(state.who);
});
enter(state.who);
