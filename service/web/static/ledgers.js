// Files dropped on the field, and what was chosen, before it is sent.
(() => {
  "use strict";
  const zone = document.querySelector("[data-drop]");
  if (!zone) return;
  const field = zone.querySelector("input[type=file]");
  const listed = zone.querySelector("[data-chosen]");
  const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

  const tell = () => {
    listed.replaceChildren(...[...field.files].map((file) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      const bytes = document.createElement("small");
      name.textContent = file.name;
      bytes.textContent = size(file.size);
      line.append(name, bytes);
      return line;
    }));
  };
  field.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { field.files = event.dataTransfer.files; tell(); }
  });
})();
