/* Links of teams: drawn as pictures that a phone reads, and copied at a press. */
"use strict";
for (const canvas of document.querySelectorAll("canvas[data-qr]")) {
  try { patrol.qr.draw(canvas, canvas.dataset.qr); } catch { canvas.hidden = true; }
}
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const input = button.parentElement.querySelector("[data-link]");
    input.select();
    try { await navigator.clipboard.writeText(input.value); } catch { document.execCommand("copy"); }
    button.textContent = button.dataset.copy;
  });
}
