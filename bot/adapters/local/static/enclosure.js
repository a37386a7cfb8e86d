// The file that goes along with what is said next: chosen, shown, and let go.
import { notice } from "./acts.js";
import { $, state } from "./state.js";

const LARGEST = 1_000_000;

export function encloses(file) {
  state.file = file;
  $("attached").hidden = !file;
  $("attached").firstElementChild.textContent = file ? file.name : "";
}

// The bytes of a file as Steward takes them: in base64, behind the comma of a data address.
function read(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] || "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}

async function choose() {
  const [file] = $("file").files;
  $("file").value = "";
  if (!file) return;
  if (file.size > LARGEST) { notice(state.words.too_large); return; }
  encloses({ name: file.name, data: await read(file) });
  $("text").focus();
}

$("attach").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", choose);
$("attached").lastElementChild.addEventListener("click", () => { encloses(null); $("text").focus(); });
