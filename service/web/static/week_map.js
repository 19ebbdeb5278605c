/* Hand changes of the served map: the page inside collects them, this one asks the server for their cost. */
"use strict";
(() => {
  const frame = document.getElementById("map");
  const hand = document.getElementById("hand");
  const byId = (id) => document.getElementById(id);

  /* What only a page in a folder needs: the file, the commands, who changes it, ways out that lead inside. */
  const settle = (inside) => {
    for (const link of inside.querySelectorAll("a.tool.home")) link.target = "_top";
    for (const name of ["changes-save", "changes-author"]) {
      const part = inside.getElementById(name);
      if (part) (part.closest(".row, .field") ?? part).hidden = true;
    }
    const author = inside.getElementById("changes-author");
    if (author) author.closest(".field").hidden = true;
    for (const command of inside.querySelectorAll("#changes .command")) {
      command.hidden = true;
      if (command.previousElementSibling) command.previousElementSibling.hidden = true;
    }
  };

  const show = (changes) => {
    const count = changes.list.length;
    byId("hand-none").hidden = count > 0;
    byId("hand-some").hidden = byId("hand-price").hidden = count === 0;
    byId("hand-count").textContent = String(count);
  };

  const say = (text) => {
    byId("hand-wrong").textContent = text;
    byId("hand-wrong").hidden = !text;
  };

  const ask = async (changes) => {
    say("");
    byId("hand-price").disabled = true;
    try {
      const answer = await fetch(hand.dataset.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": hand.dataset.csrf },
        body: JSON.stringify(changes.file()),
      });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail ?? String(answer.status));
      await htmx.ajax("GET", told.address, { target: "#hand-panel", swap: "innerHTML" });
      hand.scrollIntoView({ block: "nearest" });
    } catch (error) {
      say(error.message);
    } finally {
      byId("hand-price").disabled = false;
    }
  };

  /* The page inside is one of ours, of this origin; it is ready when it says so. */
  const join = () => {
    const inside = frame.contentWindow;
    const changes = inside?.patrol?.changes;
    if (!changes?.held || inside.document.documentElement.dataset.usable !== "1") return void setTimeout(join, 100);
    settle(inside.document);
    changes.listeners.push(() => show(changes));
    byId("hand-price").addEventListener("click", () => ask(changes));
    show(changes);
    return undefined;
  };
  if (hand) frame.addEventListener("load", join, { once: true });
  if (hand && frame.contentDocument?.readyState === "complete" && frame.contentWindow.patrol) join();
})();
