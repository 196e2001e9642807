// The units of a run: a table that is sorted and filtered, and one unit with its criteria. What is shown stands in the address
// (after #), so that "back" works and a view can be sent on. Text is only ever put in as text, never as markup.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const STEP = 100;
  const ID = 0, NAME = 1, PARENT = 2, STATUS = 3, GRADE = 4, CELLS = 5, HOUSEHOLDS = 6, FACTS = 7;
  const tableBox = document.getElementById("units");
  const unitBox = document.getElementById("unit");
  let limit = STEP;
  if (!data.levels.length) { return; }

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === false || value === undefined) { continue; }
      if (name === "onclick" || name === "onchange" || name === "oninput") { made.addEventListener(name.slice(2), value); }
      else { made.setAttribute(name, value === true ? "" : value); }
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== "") { made.append(child); }
    }
    return made;
  }

  function fill(text, values) { return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name])); }

  function verdictOf(cell) { return Array.isArray(cell) ? cell[0] : cell; }

  function isOpen(cell) { const name = data.verdicts[verdictOf(cell)][0]; return name === "fail" || name === "pending"; }

  function mark([look, sign, word], figure) {
    const seen = figure ? [element("span", { class: "hidden" }, word + " "), figure] : [element("span", { class: "word" }, word)];
    return element("span", { class: "mark " + look + (figure && figure.includes("–") ? " range" : ""), title: word },
      element("span", { "aria-hidden": "true" }, sign + "\u00a0"), seen);
  }

  function statusMark(number) {
    const [, look, word] = data.statuses[number];
    const sign = data.verdicts.find((entry) => entry[0] === look)[1];
    return mark([look, sign, word]);
  }

  // ---- what is shown, from and to the address

  function readState() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = { level: data.levels[data.levels.length - 1].id, q: "", status: "", open: "", under: "", sort: "", down: "", unit: "" };
    for (const name of Object.keys(state)) { if (given.has(name)) { state[name] = given.get(name); } }
    if (!data.levels.some((level) => level.id === state.level)) { state.level = data.levels[data.levels.length - 1].id; }
    return state;
  }

  function address(changes) {
    const next = Object.assign({}, state, changes);
    const given = new URLSearchParams();
    for (const [name, value] of Object.entries(next)) { if (value) { given.set(name, value); } }
    return "#" + given.toString();
  }

  let state = readState();

  function show(changes, focus) {
    limit = STEP;
    history.pushState(null, "", address(changes));
    state = readState();
    draw(focus);
  }

  function placeOf(level) { return data.levels.findIndex((entry) => entry.id === level); }

  // ---- the table

  function parentOf(place, unit) { return place > 0 && unit[PARENT] >= 0 ? data.levels[place - 1].units[unit[PARENT]] : null; }

  function matches(place, unit) {
    const level = data.levels[place];
    const wanted = state.q.trim().toLowerCase();
    if (wanted && !(unit[NAME] + " " + unit[ID]).toLowerCase().includes(wanted)) { return false; }
    if (state.status && data.statuses[unit[STATUS]][0] !== state.status) { return false; }
    const parent = parentOf(place, unit);
    if (state.under && !(parent && parent[ID] === state.under)) { return false; }
    const asked = level.criteria.findIndex((criterion) => criterion[0] === state.open);
    return asked < 0 || isOpen(unit[CELLS][asked]);
  }

  function number(text) { const found = parseFloat(String(text).replace(/,/g, "")); return Number.isNaN(found) ? null : found; }

  function sortKey(place, unit) {
    const criteria = data.levels[place].criteria;
    const asked = criteria.findIndex((criterion) => criterion[0] === state.sort);
    if (asked >= 0) {
      const cell = unit[CELLS][asked];
      const figure = Array.isArray(cell) ? number(cell[1]) : null;
      return [figure === null ? 1 : 0, figure === null ? verdictOf(cell) : figure];
    }
    if (state.sort === "status") { return [0, unit[STATUS]]; }
    if (state.sort === "households") { return unit[HOUSEHOLDS] ? [0, unit[HOUSEHOLDS][1][0] / unit[HOUSEHOLDS][0]] : [1, 0]; }
    if (state.sort === "missing") { return [0, unit[CELLS].filter(isOpen).length]; }
    if (state.sort === "under") { return [0, unit[PARENT]]; }
    return [0, unit[ID]];
  }

  function compare(left, right) {
    if (left[0] !== right[0]) { return left[0] - right[0]; }
    const order = left[1] < right[1] ? -1 : left[1] > right[1] ? 1 : 0;
    return state.down ? -order : order;
  }

  function found(place) {
    const units = data.levels[place].units.filter((unit) => matches(place, unit));
    if (!state.sort) { return units; }
    const keyed = units.map((unit) => [sortKey(place, unit), unit]);
    return keyed.sort((left, right) => compare(left[0], right[0])).map((entry) => entry[1]);
  }

  function link(level, unit) {
    const open = (event) => { event.preventDefault(); show({ unit: unit[ID], level: level.id, under: state.level === level.id ? state.under : "" }, "unit"); };
    return [element("a", { href: address({ unit: unit[ID], level: level.id }), onclick: open }, unit[NAME] || unit[ID]),
      unit[NAME] ? element("span", { class: "id" }, " " + unit[ID]) : ""];
  }

  function heading(column, title) {
    const sorted = state.sort === column;
    const turn = () => show({ sort: column, down: sorted && !state.down ? "1" : "" }, "sort:" + column);
    const button = element("button", { type: "button", class: "sort", "data-focus": "sort:" + column, "aria-label": fill(words.sort, { column: title }), onclick: turn }, title);
    return element("th", { scope: "col", "aria-sort": sorted ? (state.down ? "descending" : "ascending") : false }, button, element("span", { class: "printed", "aria-hidden": "true" }, title));
  }

  function shortfalls(level, unit) {
    const open = level.criteria.map((criterion, place) => [criterion, unit[CELLS][place]]).filter((entry) => isOpen(entry[1]));
    const short = (unit[FACTS] || []).map((fact) => fact[2]).filter(Boolean);
    return [...open.map(([criterion, cell]) => element("li", {}, criterion[0] + " " + ((Array.isArray(cell) && cell[3]) || data.verdicts[verdictOf(cell)][2]))),
      ...short.map((words) => element("li", {}, words))];
  }

  function households(unit) {
    return unit[HOUSEHOLDS] ? unit[HOUSEHOLDS][1][0].toLocaleString("en") + "/" + unit[HOUSEHOLDS][0].toLocaleString("en") : "";
  }

  function row(place, unit) {
    const level = data.levels[place];
    const parent = parentOf(place, unit);
    const missing = shortfalls(level, unit);
    const cells = unit[CELLS].map((cell, column) => element("td", { "data-label": level.criteria[column][0], class: isOpen(cell) ? "brief" : "brief met" },
      mark(data.verdicts[verdictOf(cell)], Array.isArray(cell) ? cell[1] : "")));
    return element("tr", {},
      element("th", { scope: "row" }, element("span", {}, link(level, unit))),
      place > 0 ? element("td", { "data-label": data.levels[place - 1].name }, parent ? parent[NAME] || parent[ID] : "") : "",
      element("td", { "data-label": words.status }, statusMark(unit[STATUS])),
      element("td", { class: "amount", "data-label": words.households }, households(unit)),
      cells,
      element("td", { class: missing.length ? "prose" : "prose empty", "data-label": words.shortfall }, element("ul", { class: "short" }, missing)));
  }

  function chosen(label, name, options) {
    const change = (event) => show({ [name]: event.target.value, unit: "", ...(name === "level" ? { under: "", open: "", sort: "" } : {}) }, name);
    const made = element("select", { "data-focus": name, onchange: change }, options.map(([value, title]) => element("option", { value, selected: value === state[name] }, title)));
    return element("label", {}, label, made);
  }

  function filters(place) {
    const level = data.levels[place];
    const typed = (event) => { state.q = event.target.value; limit = STEP; history.replaceState(null, "", address({})); drawRows(place); };
    const above = place > 0 ? data.levels[place - 1] : null;
    return element("form", { class: "filters", role: "search" },
      data.levels.length > 1 ? chosen(words.level, "level", data.levels.map((entry) => [entry.id, entry.name])) : "",
      above ? chosen(words.under, "under", [["", words.everywhere], ...above.units.map((unit) => [unit[ID], unit[NAME] || unit[ID]])]) : "",
      chosen(words.status, "status", [["", words.any_status], ...data.statuses.map((status) => [status[0], status[2]])]),
      chosen(words.obstacle, "open", [["", words.any_criterion], ...level.criteria.map((criterion) => [criterion[0], criterion[0] + (criterion[4] ? " " + criterion[4] : "")])]),
      element("label", {}, words.search, element("input", { type: "search", value: state.q, "data-focus": "q", oninput: typed })),
      element("button", { type: "button", onclick: () => show({ q: "", status: "", open: "", under: "", sort: "", down: "" }, "q") }, words.clear));
  }

  function drawRows(place) {
    const units = found(place);
    const shown = units.slice(0, limit);
    tableBox.querySelector("tbody").replaceChildren(...shown.map((unit) => row(place, unit)));
    tableBox.querySelector("[role=status]").textContent = units.length ? fill(words.found, { n: units.length.toLocaleString("en"), all: data.levels[place].units.length.toLocaleString("en") }) : words.none;
    const rest = Math.min(STEP, units.length - shown.length);
    const more = () => { limit += STEP; drawRows(place); };
    tableBox.querySelector(".more").replaceChildren(...(rest > 0 ? [element("button", { type: "button", onclick: more }, fill(words.more, { n: rest }))] : []));
  }

  function drawTable(place) {
    const level = data.levels[place];
    const columns = [heading("id", level.name), place > 0 ? heading("under", data.levels[place - 1].name) : "", heading("status", words.status),
      heading("households", words.households), level.criteria.map((criterion) => heading(criterion[0], criterion[0])), heading("missing", words.shortfall)];
    tableBox.replaceChildren(filters(place), element("p", { role: "status", class: "note" }),
      element("div", { class: "wide" }, element("table", { class: "stack places" }, element("thead", {}, element("tr", {}, columns)), element("tbody", {}))),
      element("p", { class: "more" }));
    tableBox.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    drawRows(place);
  }

  // ---- one unit

  function path(place, unit) {
    const steps = [];
    for (let up = place, at = unit; up > 0; up -= 1) {
      at = parentOf(up, at);
      if (!at) { break; }
      steps.unshift(element("span", {}, link(data.levels[up - 1], at), " ›"));
    }
    const top = (event) => { event.preventDefault(); show({ unit: "", under: "", level: data.levels[0].id }, "level"); };
    return element("div", { class: "path" }, element("span", {}, element("a", { href: address({ unit: "" }), onclick: top }, words.top), " ›"), steps);
  }

  function criteriaTable(level, unit) {
    const rows = level.criteria.map((criterion, column) => {
      const cell = unit[CELLS][column];
      const [verdict, , full, distance] = Array.isArray(cell) ? cell : [cell, "", "", ""];
      return element("tr", {},
        element("th", { scope: "row" }, element("span", {}, criterion[0] + " ", element("span", { class: "id" }, criterion[1]))),
        element("td", { class: "prose" }, criterion[2]),
        element("td", { "data-label": words.measured, class: full ? false : "empty" }, full || ""),
        element("td", { "data-label": words.required }, criterion[3]),
        element("td", { "data-label": words.verdict }, mark(data.verdicts[verdict])),
        element("td", { "data-label": words.shortfall, class: distance ? false : "empty" }, distance || ""));
    });
    const titles = [words.criterion, words.source, words.measured, words.required, words.verdict, words.shortfall];
    return element("div", { class: "wide" }, element("table", { class: "stack" },
      element("thead", {}, element("tr", {}, titles.map((title) => element("th", { scope: "col" }, title)))), element("tbody", {}, rows)));
  }

  function factsPart(unit) {
    if (!unit[FACTS]) { return []; }
    const lines = unit[FACTS].map(([name, value]) => element("li", {}, name ? element("b", {}, name) : "", name ? " " : "", value));
    return [element("h4", {}, words.facts), element("ul", { class: "plain" }, lines)];
  }

  function householdPart(unit) {
    if (!unit[HOUSEHOLDS]) { return []; }
    const [listed, statuses, fails, pending] = unit[HOUSEHOLDS];
    const bar = element("div", { class: "strip", "aria-hidden": "true" });
    const legend = element("ul", { class: "legend" });
    const order = data.verdicts.map((verdict) => data.statuses.findIndex((status) => status[1] === verdict[0]));
    order.forEach((place) => {
      const count = statuses[place];
      const filled = element("span", { class: "fill " + data.statuses[place][1] });
      filled.style.width = (100 * count / listed) + "%";
      if (count) { bar.append(filled); }
      legend.append(element("li", {}, statusMark(place), " " + count.toLocaleString("en") + "/" + listed.toLocaleString("en")));
    });
    const stuck = data.households.map((criterion, place) => [criterion, fails[place], pending[place]]).filter((entry) => entry[1] + entry[2] > 0);
    stuck.sort((left, right) => right[1] + right[2] - left[1] - left[2]);
    const lines = stuck.map(([criterion, failing, open]) => element("li", {}, element("b", {}, criterion[0]), " ",
      [failing ? words.fails + " " + failing.toLocaleString("en") : "", open ? words.pending + " " + open.toLocaleString("en") : ""].filter(Boolean).join(words.comma),
      element("span", { class: "id" }, " " + criterion[2])));
    return [element("h4", {}, words.household_status), bar, legend, lines.length ? element("h4", {}, words.household_stuck) : "", element("ul", { class: "plain" }, lines)];
  }

  function childrenPart(place, unit) {
    if (place + 1 >= data.levels.length) { return []; }
    const below = data.levels[place + 1];
    const position = data.levels[place].units.indexOf(unit);
    const children = below.units.filter((child) => child[PARENT] === position);
    const lines = children.map((child) => {
      const open = below.criteria.filter((criterion, column) => isOpen(child[CELLS][column])).map((criterion) => criterion[0]);
      return element("tr", {}, element("th", { scope: "row" }, element("span", {}, link(below, child))), element("td", { "data-label": words.status }, statusMark(child[STATUS])),
        element("td", { class: "amount", "data-label": words.households }, households(child)),
        element("td", { "data-label": words.obstacle, class: open.length ? false : "empty" }, open.join(words.comma)));
    });
    const titles = [below.name, words.status, words.households, words.obstacle];
    return [element("h4", {}, fill(words.children, { level: below.name }) + " " + children.length),
      element("table", { class: "stack" }, element("thead", {}, element("tr", {}, titles.map((title) => element("th", { scope: "col" }, title)))), element("tbody", {}, lines))];
  }

  function drawUnit(place) {
    const unit = state.unit ? data.levels[place].units.find((entry) => entry[ID] === state.unit) : undefined;
    unitBox.hidden = !unit;
    if (!unit) { unitBox.replaceChildren(); return; }
    const level = data.levels[place];
    const close = element("button", { type: "button", onclick: () => show({ unit: "" }, "q") }, words.close);
    unitBox.replaceChildren(path(place, unit),
      element("div", { class: "heading" }, element("h3", {}, level.name + " " + (unit[NAME] || unit[ID]) + " ", element("span", { class: "id" }, unit[NAME] ? unit[ID] + " " : ""), statusMark(unit[STATUS]), unit[GRADE] ? " " + unit[GRADE] : ""), close),
      unit[CELLS].some(isOpen) || (unit[FACTS] || []).some((fact) => fact[2]) ? "" : element("p", {}, words.nothing_missing),
      criteriaTable(level, unit), ...factsPart(unit), ...householdPart(unit), ...childrenPart(place, unit), element("p", { class: "note" }, fill(words.how, { id: unit[ID] })));
  }

  function draw(focus) {
    const place = placeOf(state.level);
    drawTable(place);
    drawUnit(place);
    if (focus === "unit") { unitBox.scrollIntoView({ block: "start" }); unitBox.focus({ preventScroll: true }); }
    else if (focus) { const wanted = tableBox.querySelector("[data-focus=\"" + focus + "\"]"); if (wanted) { wanted.focus(); } }
  }

  window.addEventListener("popstate", () => { if (!location.hash || location.hash.includes("=")) { state = readState(); draw(state.unit && location.hash ? "unit" : ""); } });
  window.addEventListener("beforeprint", () => { limit = Infinity; drawRows(placeOf(state.level)); });
  draw(state.unit ? "unit" : "");
})();
