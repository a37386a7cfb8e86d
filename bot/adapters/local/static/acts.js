// What somebody does here, sent to Steward with the page's token, and what is said where that fails.
import { $, state } from "./state.js";

// What somebody does. Where nobody answers, it is said, and what was written stays.
export async function act(body, isSecond = false) {
  const shown = state.token;
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
  if (state.token !== shown) return true;
  const page = await fetch("/").then((answer) => answer.text(), () => "");
  const given = page.match(/name="steward-token" content="([0-9a-f]+)"/)?.[1];
  if (!given || given === shown) return false;
  state.token = given;
  return true;
}

// Said where it is seen: behind a dialogue nothing is.
export function notice(text) {
  $("notice").textContent = text;
  const inside = document.querySelector("dialog[open] .notice");
  if (inside) inside.textContent = text;
}
