// Whom a visitor can be, and moving in as somebody new.
import { act } from "./acts.js";
import { warning } from "./forms.js";
import { element, face } from "./signs.js";
import { $, state } from "./state.js";
import { enter } from "./stream.js";

export function drawPeople() {
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
