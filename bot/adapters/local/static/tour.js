// What a newcomer can try: a press goes to where it is seen, as whoever does it, and lays the words ready.
import { proposes } from "./composer.js";
import { element } from "./signs.js";
import { $, named, state } from "./state.js";
import { enter } from "./stream.js";

export function drawTour() {
  $("tour").replaceChildren(...state.tour.map((one) => element("li", {}, element("button", { type: "button", onclick: () => tries(one) },
    element("b", { textContent: one.label }),
    element("small", { textContent: named(state.people.get(one.who)?.name || "", one.text), dir: "auto" })))));
}

function tries({ who, place, text }) {
  enter(who, place);
  $("app").dataset.view = "chat";
  proposes(text);
}
