// What makes the pages quicker to read; each of them works without it.
"use strict";
document.documentElement.classList.add("js");

// The words behind a mark, on hover and focus. Position is set by the object model, which a strict policy allows.
const tip = document.createElement("div");
tip.id = "tip";
tip.setAttribute("aria-hidden", "true");
tip.hidden = true;
document.body.append(tip);

const show = (target) => {
  const own = target.querySelector(".tip");
  tip.replaceChildren(...(own ? [...own.cloneNode(true).childNodes] : [target.dataset.tip]));
  const holder = target.closest("dialog") || document.body;
  holder.append(tip);
  tip.hidden = false;
  const at = target.getBoundingClientRect();
  const width = Math.min(340, document.documentElement.clientWidth - 16);
  tip.style.maxWidth = `${width}px`;
  const box = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - box.width / 2), document.documentElement.clientWidth - box.width - 8);
  const above = at.top - box.height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 4 ? above : at.bottom + 8}px`;
};
const hide = () => { tip.hidden = true; };
const tipped = (event) => event.target instanceof Element ? event.target.closest(".cell, [data-tip]") : null;
document.addEventListener("pointerover", (event) => {
  const target = tipped(event);
  if (target && event.pointerType !== "touch") show(target); else hide();
});
document.addEventListener("focusin", (event) => {
  const target = tipped(event);
  if (target && target.matches(":focus-visible")) show(target); else hide();
});
document.addEventListener("scroll", hide, true);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

// A click on a cell opens its evidence beside the matrix; with a modifier, or where that fails, its own page.
document.addEventListener("click", async (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-panel]") : null;
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.closest("dialog")) return;
  event.preventDefault();
  hide();
  try {
    const answer = await fetch(`${link.href}&panel=1`, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = document.createElement("dialog");
    dialog.className = "panel-side";
    const bar = document.createElement("p");
    bar.className = "panelbar";
    const full = document.createElement("a");
    full.href = link.href;
    full.textContent = "Open as a page";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    bar.append(full, close);
    dialog.append(bar, ...page.body.childNodes);
    const head = dialog.querySelector("h1");
    if (head) { head.id = "panel-title"; dialog.setAttribute("aria-labelledby", "panel-title"); }
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    dialog.addEventListener("click", (inner) => { if (inner.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  } catch {
    location.assign(link.href);
  }
});

// On a report, a statement and its words light up together.
const lit = (numbers, on) => {
  for (const number of numbers) {
    document.getElementById(`s-${number}`)?.classList.toggle("lit", on);
    document.querySelectorAll(`[data-s~="${CSS.escape(number)}"]`).forEach((one) => one.classList.toggle("lit", on));
  }
};
for (const [kind, on] of [["pointerover", true], ["pointerout", false]]) {
  document.querySelector(".reading")?.addEventListener(kind, (event) => {
    const words = event.target.closest("[data-s]");
    const entry = event.target.closest("li[id^='s-']");
    if (words) lit(words.dataset.s.split(" ").slice(-1), on);
    else if (entry) lit([entry.id.slice(2)], on);
  });
}
