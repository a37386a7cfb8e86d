// The forms that wait for somebody: the newest is in sight, in each of their windows.
import { act, notice } from "./acts.js";
import { element } from "./signs.js";
import { $, state } from "./state.js";

// Those that wait now; one in sight that waits no more goes, and what was written into one that still waits stays.
export function drawForms() {
  const dialog = $("form");
  const newest = state.forms.at(-1);
  if (!newest) dialog.close();
  else if (!dialog.open || dialog.dataset.interaction !== newest.interaction) show(newest);
}

function forget(interaction) {
  state.forms = state.forms.filter((one) => one.interaction !== interaction);
  drawForms();
}

// It was answered or left, or the same was asked anew: where that was not in this window, it is said.
export function formGone(interaction) {
  const isInSight = $("form").open && $("form").dataset.interaction === interaction;
  forget(interaction);
  if (isInSight && !$("form").open) notice(state.words.form_gone);
}

function show(form) {
  const dialog = $("form");
  notice("");
  dialog.dataset.interaction = form.interaction;
  const fields = form.fields.map((one) => {
    const input = element(one.long ? "textarea" : "input", { name: one.name, required: one.required, maxLength: one.limit, value: one.initial });
    return element("label", {}, one.label, input);
  });
  const leave = () => { act({ act: "dismiss", interaction: form.interaction }); forget(form.interaction); };
  dialog.oncancel = (event) => { event.preventDefault(); leave(); };
  const made = element("form", { method: "dialog" }, element("h3", { id: "form-title", textContent: form.title }), ...fields, warning(),
    element("footer", {}, element("button", { type: "button", textContent: state.words.cancel, onclick: leave }),
      element("button", { type: "submit", textContent: state.words.submit })));
  made.onsubmit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(made));
    if (await act({ act: "fill", interaction: form.interaction, values })) forget(form.interaction);
  };
  dialog.replaceChildren(made);
  if (!dialog.open) dialog.showModal();
  made.querySelector("input, textarea")?.setSelectionRange(0, 0);
}

export function warning() {
  const made = element("p", { className: "notice" });
  made.setAttribute("role", "alert");
  return made;
}
