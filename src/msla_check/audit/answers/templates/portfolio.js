"use strict";
(() => {
  const NARROW = innerWidth < 832;
  const SIZES = { list: NARROW ? 10 : 25, heat: 100 };
  const STATUSES = ["missing", "weak", "in conflict", "to look at"];
  const SEVERITIES = ["high", "medium", "low", "favours you"];
  const LETTERS = "MWC?";
  const LOOK = 3;
  const VERDICTS = { missing: "m", weak: "w", present: "p" };

  const order = JSON.parse(document.getElementById("order").textContent);
  const titles = new Map();
  for (const row of document.querySelectorAll("#rules tr[data-rule]")) titles.set(row.dataset.rule, row.dataset);
  const rules = order.map((id) => ({ id, title: titles.get(id).title, element: titles.get(id).element }));
  const rows = [...document.querySelectorAll("#list tr[data-number]")];
  const keyElements = [...document.querySelectorAll("#elements [data-verdict=missing]")].map((b) => b.dataset.element);
  const elementTitles = Object.fromEntries(
    [...document.querySelectorAll(".filters [name=element] option")].map((option) => [option.value, option.text]),
  );
  const ruled = new Map();
  rules.forEach((rule, place) => {
    if (!ruled.has(rule.element)) ruled.set(rule.element, []);
    ruled.get(rule.element).push(place);
  });
  const named = [...document.querySelectorAll("tr[data-agreement]")];
  const form = document.querySelector(".filters");
  const shown = form.querySelector("output");
  const heat = document.querySelector(".heat");
  const grid = heat.querySelector("table");
  const columns = document.getElementById("columns");
  const said = document.querySelector(".said");
  const dialog = document.querySelector("dialog");
  const pages = { list: 0, heat: 0 };
  let fitting = rows;
  let places = [];

  const name = (row) => row.querySelector("[data-open]").textContent;
  const code = (sign) => sign.charCodeAt(0) - 65;
  const speaks = (sign) => sign >= "A" && sign <= "P";

  function words(sign) {
    if (sign === ".") return "met";
    if (sign === "-") return "the agreement gives no occasion for it";
    if (!speaks(sign)) return "not asked";
    return STATUSES[code(sign) >> 2] + ", " + SEVERITIES[code(sign) % 4];
  }

  function tone(sign) {
    if (sign === ".") return "";
    if (!speaks(sign)) return "none";
    if (code(sign) >> 2 === LOOK) return "unclear";
    return ["high", "medium", "low", "favours"][code(sign) % 4];
  }

  function fits(row, wanted) {
    const data = row.dataset;
    if (wanted.counterparty && data.counterparty !== wanted.counterparty) return false;
    if (wanted.tag && !data.tags.split("\n").includes(wanted.tag)) return false;
    if (wanted.rule && !speaks(data.cells[Number(wanted.rule)])) return false;
    if (wanted.words && !row.textContent.toLowerCase().includes(wanted.words)) return false;
    const verdict = VERDICTS[wanted.verdict];
    const at = keyElements.indexOf(wanted.element);
    if (wanted.element && at < 0) {
      return (ruled.get(wanted.element) || []).some((place) => speaks(data.cells[place]));
    }
    if (wanted.element) return verdict ? data.elements[at] === verdict : "mw".includes(data.elements[at]);
    return !verdict || data.elements.includes(verdict);
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(form));
    wanted.words = wanted.words.trim().toLowerCase();
    fitting = rows.filter((row) => fits(row, wanted));
    const numbers = new Set(fitting.map((row) => row.dataset.number));
    const all = fitting.length === rows.length;
    for (const row of named) row.hidden = !all && !numbers.has(row.dataset.agreement);
    shown.textContent = fitting.length + " of " + rows.length + " agreements";
    pages.list = pages.heat = 0;
    showList();
    showHeat();
  }

  function page(kind) {
    const size = SIZES[kind];
    const first = pages[kind] * size;
    const pager = document.querySelector(`[data-pager=${kind}]`);
    const last = Math.min(first + size, fitting.length);
    pager.querySelector("span").textContent = fitting.length ? `${first + 1} to ${last} of ${fitting.length}` : "none";
    pager.querySelector("[data-step='-1']").disabled = first === 0;
    pager.querySelector("[data-step='1']").disabled = last >= fitting.length;
    return fitting.slice(first, last);
  }

  function showList() {
    const visible = new Set(page("list"));
    for (const row of rows) row.hidden = !visible.has(row);
  }

  function make(tag, text, attributes) {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    return node;
  }

  function heads() {
    const head = make("thead");
    const bands = make("tr");
    const ids = make("tr");
    bands.append(make("th", "Agreement", { scope: "col", class: "corner", rowspan: 2 }));
    for (let at = 0; at < places.length; ) {
      const element = rules[places[at]].element;
      let end = at;
      while (end < places.length && rules[places[end]].element === element) end += 1;
      const title = elementTitles[element];
      bands.append(make("th", title, { scope: "colgroup", colspan: end - at, title }));
      at = end;
    }
    for (const place of places) {
      const rule = rules[place];
      ids.append(make("th", rule.id, { scope: "col", class: "rule", title: rule.id + ": " + rule.title }));
    }
    head.append(bands, ids);
    return head;
  }

  function showHeat() {
    const chosen = columns.value;
    places = rules.map((_, place) => place).filter((place) => !chosen || rules[place].element === chosen);
    heat.classList.toggle("wide", Boolean(chosen));
    const body = make("tbody");
    for (const row of page("heat")) {
      const line = make("tr", "", { "data-number": row.dataset.number });
      line.append(make("th", name(row), { scope: "row", title: name(row) }));
      for (const place of places) {
        const sign = row.dataset.cells[place];
        const cell = make("td", speaks(sign) ? LETTERS[code(sign) >> 2] : "", { tabindex: -1 });
        if (tone(sign)) cell.className = tone(sign);
        cell.setAttribute("aria-label", rules[place].id + ": " + words(sign));
        line.append(cell);
      }
      body.append(line);
    }
    const widths = [NARROW ? 112 : chosen ? 360 : 208, ...places.map(() => (chosen ? 26 : 7))];
    const columnGroup = make("colgroup");
    for (const width of widths) columnGroup.append(make("col", "", { width }));
    grid.style.width = widths.reduce((sum, width) => sum + width + 1, 1) + "px";
    grid.replaceChildren(columnGroup, heads(), body);
    const first = grid.querySelector("td");
    if (first) first.tabIndex = 0;
  }

  function say(cell) {
    const line = cell.parentNode;
    const rule = rules[places[cell.cellIndex - 1]];
    const row = rows[Number(line.dataset.number) - 1];
    said.replaceChildren(make("bdi", name(row)), ` · ${rule.id} ${rule.title}: `);
    said.append(make("b", words(row.dataset.cells[places[cell.cellIndex - 1]])));
    grid.querySelector("td.at")?.classList.remove("at");
    cell.classList.add("at");
  }

  function move(cell, key) {
    const line = cell.parentNode;
    const lines = [...grid.tBodies[0].rows];
    const at = lines.indexOf(line);
    const last = places.length;
    const column = cell.cellIndex;
    const target = {
      ArrowLeft: [at, column - 1], ArrowRight: [at, column + 1], ArrowUp: [at - 1, column], ArrowDown: [at + 1, column],
      Home: [at, 1], End: [at, last], PageUp: [0, column], PageDown: [lines.length - 1, column],
    }[key];
    if (!target) return false;
    const next = lines[target[0]]?.cells[Math.min(Math.max(target[1], 1), last)];
    if (next) {
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
    return true;
  }

  function open(number) {
    const row = rows[Number(number) - 1];
    dialog.querySelector("h2").replaceChildren(make("bdi", name(row)));
    dialog.querySelector(".path").replaceChildren(make("bdi", row.querySelector(".path").dataset.path));
    const verdicts = keyElements.map((element, at) => {
      const verdict = Object.keys(VERDICTS).find((word) => VERDICTS[word] === row.dataset.elements[at]);
      return elementTitles[element] + ": " + (verdict || "not judged");
    });
    dialog.querySelector(".verdicts").textContent = verdicts.join(" · ");
    const found = [...row.dataset.cells].map((sign, place) => ({ sign, place })).filter((item) => speaks(item.sign));
    found.sort((a, b) => (code(a.sign) % 4) - (code(b.sign) % 4) || a.place - b.place);
    dialog.querySelector("ul").replaceChildren(
      ...found.map(({ sign, place }) => {
        const item = make("li");
        item.append(make("b", SEVERITIES[code(sign) % 4]), `, ${STATUSES[code(sign) >> 2]}: `);
        item.append(rules[place].id + " " + rules[place].title);
        return item;
      }),
    );
    dialog.showModal();
  }

  function choose(values) {
    form.reset();
    for (const [field, value] of Object.entries(values)) form.elements[field].value = value;
    filter();
    document.getElementById("agreements").scrollIntoView();
    document.getElementById("agreements").focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const cell = event.target.closest(".heat td");
    const head = event.target.closest(".heat th.rule");
    if (cell) open(cell.parentNode.dataset.number);
    else if (head) choose({ rule: String(places[head.cellIndex]) });
    else if (!button) return;
    else if (button.dataset.open) open(button.dataset.open);
    else if (button.dataset.verdict) choose({ element: button.dataset.element, verdict: button.dataset.verdict });
    else if (button.dataset.showRule) choose({ rule: String(order.indexOf(button.dataset.showRule)) });
    else if (button.dataset.step) {
      const kind = button.closest(".pager").dataset.pager;
      pages[kind] += Number(button.dataset.step);
      if (kind === "list") showList();
      else showHeat();
    }
  });

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(cell.parentNode.dataset.number);
    } else if (move(cell, event.key)) {
      event.preventDefault();
    }
  });
  for (const kind of ["focusin", "mouseover"]) {
    grid.addEventListener(kind, (event) => {
      const cell = event.target.closest("td");
      if (cell) say(cell);
    });
  }

  columns.addEventListener("change", showHeat);
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.documentElement.classList.add("live");
  form.hidden = false;
  filter();
})();
