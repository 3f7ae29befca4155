
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card")];
  const marks = [...document.querySelectorAll("mark[data-f]")];
  const pins = [...document.querySelectorAll("[data-pin]")];
  const filters = document.querySelector(".filters");
  const shown = filters.querySelector("output");
  const motion = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const places = new Map();
  for (const mark of marks) {
    for (const key of mark.dataset.f.split(" ")) {
      if (!places.has(key)) places.set(key, []);
      places.get(key).push(mark);
    }
  }
  let current = "";

  const owner = (key) => document.getElementById("f" + key);

  function letGo() {
    for (const mark of document.querySelectorAll("mark.lit")) mark.classList.remove("lit");
    if (current) owner(current)?.removeAttribute("aria-current");
    current = "";
  }

  function lightUp(key) {
    letGo();
    current = key;
    owner(key)?.setAttribute("aria-current", "true");
    for (const mark of places.get(key) || []) mark.classList.add("lit");
  }

  function toText(key, anchor) {
    lightUp(key);
    const place = document.getElementById(anchor || "q" + key + "-0");
    if (place) place.scrollIntoView({ block: "center", behavior: motion });
  }

  function toOwner(key) {
    const target = owner(key);
    if (!target) return;
    if (target.hidden) { filters.reset(); filter(); }
    if (target.hidden) { filters.elements.status.value = ""; filter(); }
    lightUp(key);
    target.scrollIntoView({ block: "nearest", behavior: motion });
    target.focus({ preventScroll: true });
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(filters));
    const words = (wanted.words || "").trim().toLowerCase();
    const visible = new Set();
    for (const card of cards) {
      const data = card.dataset;
      const fits =
        (!wanted.element || data.element === wanted.element) &&
        (!wanted.severity || data.severity === wanted.severity) &&
        (!wanted.side || data.side === wanted.side) &&
        (!wanted.status || (wanted.status === "open" ? "open" in data : data.status === wanted.status)) &&
        (!words || card.textContent.toLowerCase().includes(words));
      card.hidden = !fits;
      if (fits) visible.add(data.key);
    }
    for (const pin of pins) pin.hidden = !visible.has(pin.dataset.pin);
    for (const mark of marks) {
      mark.classList.toggle("off", !mark.dataset.f.split(" ").some((key) => visible.has(key)));
    }
    shown.textContent = visible.size + " of " + cards.length + " shown";
  }

  function step(by) {
    const seen = cards.filter((card) => !card.hidden);
    if (!seen.length) return;
    const at = seen.findIndex((card) => card.dataset.key === current);
    const card = seen[Math.min(Math.max(at < 0 ? (by > 0 ? 0 : seen.length - 1) : at + by, 0), seen.length - 1)];
    toText(card.dataset.key);
    card.focus({ preventScroll: true });
    if (getComputedStyle(card.closest(".findings")).position === "sticky" || !card.querySelector("blockquote")) {
      card.scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link?.dataset.pin) {
      event.preventDefault();
      toOwner(link.dataset.pin);
    } else if (link?.dataset.element) {
      event.preventDefault();
      filters.reset();
      filters.elements.element.value = link.dataset.element;
      filter();
      document.getElementById("findings").scrollIntoView({ behavior: motion });
    } else if (link?.hash.startsWith("#q")) {
      event.preventDefault();
      toText(link.closest("[data-key]").dataset.key, link.hash.slice(1));
    } else if (!link) {
      const mark = event.target.closest("mark[data-f]");
      const card = event.target.closest(".card");
      if (mark) {
        const key = mark.dataset.f.split(" ").find((k) => owner(k)?.classList.contains("card") && !owner(k).hidden);
        if (key) toOwner(key);
      } else if (card && !String(getSelection())) {
        toText(card.dataset.key);
      }
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { letGo(); document.activeElement.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || !filters.elements.keys.checked) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); filters.elements.words.focus(); }
  });

  filters.addEventListener("input", filter);
  filters.addEventListener("reset", () => setTimeout(filter));
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
})();
