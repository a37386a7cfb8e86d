// Where the keyboard is: it stays there when what it is on is drawn anew, and arrows lead it among choices.

// Whoever goes by keyboard stays on the button on which they are when what holds it is drawn anew.
export function keepingFocus(draw) {
  const holds = (one) => [one, ...one.querySelectorAll("button, a[href]")];
  const at = document.activeElement;
  const old = at?.closest("[data-message], [data-person], [data-place]");
  const spot = old ? holds(old).indexOf(at) : -1;
  draw();
  if (spot < 0 || old.isConnected) return;
  const [name, value] = Object.entries(old.dataset)[0];
  const made = document.querySelector(`[data-${name}="${CSS.escape(value)}"]`);
  const spots = made ? holds(made) : [document.getElementById("text")];
  spots[Math.min(spot, spots.length - 1)].focus({ preventScroll: true });
}

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
