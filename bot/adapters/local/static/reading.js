// How far down somebody reads: at the end, where what comes is shown at once, or further up.
import { unseen } from "./signs.js";
import { $, state } from "./state.js";

export function isAtEnd() {
  const list = $("messages");
  return list.scrollHeight - list.scrollTop - list.clientHeight < 120;
}

// A picture that arrives later pushes what is below out of sight: whoever read the end goes on reading it.
export function staysBelow() {
  const list = $("messages");
  const near = isAtEnd();
  return () => { if (near) list.scrollTop = list.scrollHeight; };
}

// Whoever reads further up is not moved: how much came below is said, and one press leads there.
export function drawBelow() {
  const atEnd = isAtEnd();
  if (atEnd) state.below = 0;
  const button = $("below").firstElementChild;
  button.hidden = atEnd;
  button.replaceChildren(state.below ? `↓ ${state.below}` : "↓", unseen(` ${state.below ? state.words.unread : ""} ${state.words.newest}`));
}

$("messages").addEventListener("scroll", drawBelow);
$("below").firstElementChild.addEventListener("click", () => { $("messages").scrollTop = $("messages").scrollHeight; $("text").focus({ preventScroll: true }); });
