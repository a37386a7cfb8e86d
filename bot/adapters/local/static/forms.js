// A form that Steward shows.
import { act } from "./acts.js";
import { element } from "./signs.js";
import { $, state } from "./state.js";

export function showForm(form) {
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

export function warning() {
  const made = element("p", { className: "notice" });
  made.setAttribute("role", "alert");
  return made;
}
