// What the page is drawn with: elements, faces, icons, the signs that this machine can draw, and who reads them out.
export function element(tag, properties = {}, ...children) {
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

export function drawn(text) {
  return text.replace(/(\p{Extended_Pictographic})(?:\uFE0F|\p{EMod}|\u200D\p{Extended_Pictographic})*\s?/gu, (whole, sign) => {
    if (!drawable.has(sign)) drawable.set(sign, ink(sign) !== ink("\u{10FFFD}"));
    return drawable.get(sign) ? whole : "";
  });
}

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

export function icon(kind) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[kind]);
  made.append(path);
  return made;
}

export function face(name, isSteward) {
  if (isSteward) {
    return element("span", { className: "face steward" }, element("img", { src: "/static/icon.svg", alt: "" }));
  }
  const made = element("span", { className: "face", textContent: initial(name) });
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  made.style.setProperty("--hue", hue);
  return made;
}

// The language of words, where it is told by their letters: Chinese, or Steward's own English; it is read out by that voice.
export function tongue(text, isSteward) {
  if (/\p{Script=Han}/u.test(text)) return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? "" : "zh";
  return isSteward && /\p{Script=Latin}/u.test(text) ? "en" : "";
}

// Words for who hears the page: what an arrow or a number means is seen without them.
export function unseen(words) { return element("span", { className: "unseen", textContent: words }); }
