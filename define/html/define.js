"use strict";
(function () {
  var root = document.documentElement, words = JSON.parse(byId("words").textContent), FIRST = 40, FEW = 6, LONG = 420;
  root.classList.add("js");
  function byId(id) { return document.getElementById(id); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function language() { return root.classList.contains("zh") ? "zh" : "en"; }
  function word(key) { return words[key] ? words[key][language()] : key; }
  function make(tag, parent, text, kind) {
    var made = document.createElement(tag);
    if (text !== undefined && text !== "") made.textContent = text;
    if (kind) made.className = kind;
    if (parent) parent.appendChild(made);
    return made;
  }
  function worded(element, key) { element.dataset.w = key; element.lang = language(); element.textContent = word(key); return element; }

  // -- language ------------------------------------------------------------------------------------
  byId("language").addEventListener("click", function () {
    var now = language() === "en" ? "zh" : "en";
    root.classList.remove("en", "zh"); root.classList.add(now); root.lang = now;
    all("[data-w]").forEach(function (e) { e.textContent = word(e.dataset.w); e.lang = now; });
    all("[data-label]").forEach(function (e) { e.setAttribute("aria-label", word(e.dataset.label)); });
    all("[data-hint]").forEach(function (e) { e.placeholder = word(e.dataset.hint); });
    count(); if (!answer.hidden) look();
  });

  // -- methods, comments and terms beside what uses them -------------------------------------------
  function beside(section) {
    if (!section || section.dataset.full) return;
    section.dataset.full = "1";
    all("[data-in]", section).forEach(function (place) {
      var told = all(".told", byId(place.dataset.in))[0];
      if (!told) return;
      var copy = told.cloneNode(true), programs = all("pre", copy);
      copy.className = "copy"; place.appendChild(copy);
      programs.forEach(function (program) {  // on demand: its words stand above it
        var folded = make("details");
        make("summary", folded, program.firstElementChild.textContent);
        program.firstElementChild.remove(); program.textContent = program.textContent.replace(/^\n/, "");
        program.parentNode.removeChild(program); folded.appendChild(program); place.appendChild(folded);
      });
      if (copy.textContent.length > LONG) {
        copy.classList.add("long");
        var more = worded(make("button", null, "", "all"), "more"); more.type = "button"; more.setAttribute("aria-expanded", "false");
        place.insertBefore(more, copy.nextSibling);
      }
    });
    all("[data-terms]", section).forEach(function (link) {
      var rows = all(".terms tbody tr", byId(link.hash.slice(1)));
      if (!rows.length) return;
      var few = make("div", link.parentNode, "", "few");
      rows.forEach(function (row, n) {
        var one = make("span", few); if (n >= FEW) { one.hidden = true; one.className = "late"; }
        make("code", one, row.cells[0].firstChild.textContent.trim());
        var meaning = row.cells[1].textContent.trim();
        if (meaning && meaning !== row.cells[0].firstChild.textContent.trim()) {
          one.appendChild(document.createTextNode(" "));
          Array.prototype.forEach.call(row.cells[1].childNodes, function (node) { one.appendChild(node.cloneNode(true)); });
        }
        one.appendChild(document.createTextNode(n + 1 < rows.length ? "; " : ""));
      });
      if (rows.length > FEW) { var more = make("button", few, "+ " + (rows.length - FEW), "all"); more.type = "button"; more.setAttribute("aria-expanded", "false"); }
    });
  }
  var sections = all("section.dataset"), rest = all("#study, #displays");
  function fillAll() { sections.concat(rest, all(".codelist")).forEach(beside); }
  rest.forEach(beside);
  (function fill(n) {  // a dataset at a time: the page answers meanwhile
    if (n < sections.length) { beside(sections[n]); setTimeout(fill, 0, n + 1); } else all(".codelist").forEach(beside);
  })(0);
  window.addEventListener("beforeprint", function () { fillAll(); all(".late").forEach(function (e) { e.hidden = false; }); all("main details").forEach(function (e) { e.open = true; }); });

  // -- value level, long lists ---------------------------------------------------------------------
  function unfold(body, open) {
    body.classList.toggle("shut", !open);
    var button = document.querySelector('[aria-controls="' + CSS.escape(body.id) + '"]');
    if (button) button.setAttribute("aria-expanded", String(open));
  }
  all("tbody.values").forEach(function (body) { unfold(body, false); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("open")) unfold(byId(button.getAttribute("aria-controls")), button.getAttribute("aria-expanded") !== "true");
    else if (button.classList.contains("rest")) { var tail = all("tbody.rest", button.parentNode)[0]; tail.classList.add("all"); button.hidden = true; }
    else if (button.classList.contains("all")) {
      var open = button.getAttribute("aria-expanded") !== "true"; button.setAttribute("aria-expanded", String(open));
      if (button.parentNode.classList.contains("few")) { all(".late", button.parentNode).forEach(function (e) { e.hidden = false; }); button.remove(); }
      else { button.previousElementSibling.classList.toggle("long", !open); worded(button, open ? "less" : "more"); }
    }
  });

  // -- going to a place: whatever hides it is opened ------------------------------------------------
  var here = null;
  function go(id) {
    var place = byId(id);
    if (!place) return;
    var section = place.closest("section.dataset"), body = place.closest("tbody");
    beside(section);
    if (place.hidden || (section && section.hidden) || (body && body.hidden)) { filters.reset(); filter(); }
    if (body && body.classList.contains("values")) unfold(body, true);
    if (body && body.classList.contains("rest")) { body.classList.add("all"); var more = body.parentNode.nextElementSibling; if (more && more.tagName === "BUTTON") more.hidden = true; }
    if (here) here.classList.remove("here");
    here = place; place.classList.add("here");
    place.scrollIntoView({ block: place.tagName === "TR" ? "center" : "start" });
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
  function follow() {
    var id = decodeURIComponent(location.hash.slice(1));
    if (id.indexOf("q=") === 0) { search.value = id.slice(2); look(); search.focus(); } else if (id) go(id);
  }
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", function (event) {  // the same place once more
    var link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) go(decodeURIComponent(link.hash.slice(1)));
    if (link && link.closest("aside") && matchMedia("(max-width: 900px)").matches) byId("contents").open = false;
  });

  // -- contents ------------------------------------------------------------------------------------
  all("ul[data-list]").forEach(function (list) {
    list.parentNode.addEventListener("toggle", function () {
      if (list.firstChild) return;
      all("#" + list.dataset.list + " > .item").forEach(function (item) {
        var link = make("a", make("li", list), (item.dataset.name + " " + shownText(item.querySelector("h3 .label"))).trim()); link.href = "#" + item.id;
      });
    });
  });
  if (matchMedia("(max-width: 900px)").matches) byId("contents").open = false;

  // -- filters -------------------------------------------------------------------------------------
  var filters = document.querySelector(".filters"), rows = null;
  function filter() {
    rows = rows || all(".variables tbody:not(.values) tr");
    var set = byId("by-dataset").value, origin = byId("by-origin").value, kind = byId("by-values").value, kept = {};
    rows.forEach(function (row) {
      var kinds = row.dataset.k || "", section = row.closest("section");
      var shown = (!set || section.id === set) && (!origin || ("|" + row.dataset.o + "|").indexOf("|" + origin + "|") >= 0) &&
        (!kind || (kind === "-" ? !/[vc]/.test(kinds) : kind === "+" ? kinds.indexOf("n") < 0 : kinds.indexOf(kind) >= 0));
      row.hidden = !shown; if (shown) kept[section.id] = (kept[section.id] || 0) + 1;
      var values = byId(row.id + "~v"); if (values) values.hidden = !shown;
    });
    var any = set || origin || kind;
    sections.forEach(function (section) { section.hidden = any && !kept[section.id]; });
    count();
  }
  function count() {
    var any = byId("by-dataset").value || byId("by-origin").value || byId("by-values").value;
    filters.querySelector("[type=reset]").hidden = !any;
    byId("count").textContent = any ? rows.filter(function (r) { return !r.hidden; }).length + " " + word("shown") + " " + rows.length : "";
  }
  filters.addEventListener("change", function () { filter(); var set = byId("by-dataset").value; if (set) byId(set).scrollIntoView(); });
  filters.addEventListener("reset", function () { setTimeout(filter, 0); });
  filters.addEventListener("submit", function (event) { event.preventDefault(); });

  // -- search: an index of everything, made when the search is first used ---------------------------
  var search = byId("search"), answer = byId("answer"), results = byId("results"), chosen = -1, listed = [];
  var index = null;
  function text(element) {
    var said = element ? element.textContent : "";
    return /\s\s|[\n\t]|^\s|\s$/.test(said) ? said.replace(/\s+/g, " ").trim() : said;
  }
  function entry(id, kind, name, say, more) {
    index.push({ id: id, kind: kind, name: name.toLowerCase(), say: say.toLowerCase(), more: more.toLowerCase() });
  }
  function build() {
    index = [];
    sections.forEach(function (section) {
      var set = section.dataset.name;
      entry(section.id, "d", set, text(section.querySelector(".label")), text(section.querySelector(".facts")));
      var variable = "";
      all(".variables tbody tr", section).forEach(function (row) {
        var head = row.cells[0], values = row.className, link = row.cells[3].firstElementChild;
        var says = text(row.cells[1]) + " " + text(row.cells[4]) + " " + text(link);
        if (values) entry(row.id, "x", set + "." + variable, text(head), says);
        else { variable = head.firstChild.textContent.trim(); entry(row.id, "v", set + "." + variable, text(row.cells[1]), says); }
      });
    });
    all(".codelist").forEach(function (item) {
      entry(item.id, "c", item.dataset.name, text(item.querySelector("p")), text(item.querySelector(".used")));
      all(".terms tbody tr", item).forEach(function (row, n) {
        entry(item.id + "|" + n, "t", text(row.cells[0]), text(row.cells[1]), item.dataset.name);
      });
    });
    [["method", "m"], ["comment", "k"], ["leaf", "l"], ["display", "r"]].forEach(function (pair) {
      all(".item." + pair[0]).forEach(function (item) {
        var told = pair[1] === "m" || pair[1] === "k" ? text(item.querySelector(".told")) : text(item);
        entry(item.id, pair[1], item.dataset.name, told, text(item.querySelector(".used")));
      });
    });
  }
  // A word counts by where it stands (in a name, in what is said, elsewhere), by how whole it is, and by how rare.
  // What has more of the words comes first; words of grammar are left out, so that a question may be asked as one.
  var FIELDS = [["name", 8], ["say", 3], ["more", 1]], WHOLE = /[a-z0-9]/, BONUS = { v: 1.5, x: 1.6, d: 1.3, c: 1.2 };
  var GRAMMAR = /^(a|an|and|are|by|do|does|for|from|how|in|is|of|on|or|the|to|what|where|which|who|why|with|的|在|中|是|有|为|哪|何)$/;
  function rate(each, asked) {
    for (var f = 0; f < FIELDS.length; f++) {
      var within = each[FIELDS[f][0]], at = within.indexOf(asked), whole = 0;
      while (at >= 0 && whole < 3) {
        var ends = at + asked.length, begun = at === 0 || !WHOLE.test(within[at - 1]), ended = ends === within.length || !WHOLE.test(within[ends]);
        whole = Math.max(whole, within.length === asked.length ? 4 : begun && ended ? 3 : begun ? 1.5 : 0.7);
        at = within.indexOf(asked, ends);
      }
      if (whole) return FIELDS[f][1] * whole;
    }
    return 0;
  }
  function find(query) {
    if (!index) build();
    var asked = (query.toLowerCase().match(/[a-z0-9_.\-]+|[^\sa-z0-9_.,;?!]+/g) || []).slice(0, 12);
    var telling = asked.filter(function (one) { return !GRAMMAR.test(one); });
    if (telling.length) asked = telling;
    var rated = asked.map(function (one) { return index.map(function (each) { return rate(each, one); }); });
    var rare = rated.map(function (each) { var n = 0; each.forEach(function (r) { if (r) n += 1; }); return n ? Math.log(1 + index.length / n) : 0; });
    var total = rare.reduce(function (sum, one) { return sum + one; }, 0), most = 0, found = [];
    index.forEach(function (each, n) {
      var sum = 0, had = 0, count = 0;
      for (var i = 0; i < asked.length; i++) if (rated[i][n]) { sum += rated[i][n] * rare[i]; had += rare[i]; count += 1; }
      if (!sum) return;
      most = Math.max(most, count);
      found.push([sum * Math.pow(had / total, 3) * (BONUS[each.kind] || 1), n, count]);
    });
    if (most === asked.length) found = found.filter(function (one) { return one[2] === most; });
    found.sort(function (x, y) { return y[0] - x[0] || x[1] - y[1]; });
    return { every: most === asked.length, found: found.map(function (one) { return index[one[1]]; }) };
  }
  function place(each) { return byId(each.id.split("|")[0]); }
  function show(each, item) {
    var at = place(each), more = make("div", null, "", "more");
    make("small", item, word("kind." + each.kind));
    if (each.kind === "v" || each.kind === "x") {
      var section = at.closest("section.dataset"), top = at;
      while (top.className.indexOf("d") === 0) top = byId(at.parentNode.id.slice(0, -2));
      make("b", item, section.dataset.name + "." + top.cells[0].firstChild.textContent.trim());
      item.appendChild(document.createTextNode(" " + (each.kind === "x" ? shownText(at.cells[0].querySelector(".when") || at.cells[0]) : shownText(at.cells[1].firstChild))));
      var told = all("[data-in]", at).map(function (p) { return shownText(all(".told", byId(p.dataset.in))[0]); }).join(" · ");
      var terms = at.cells[3].querySelector("[data-terms]");
      if (terms) terms = all(".terms tbody tr", byId(terms.hash.slice(1))).slice(0, 15).map(function (row) { return row.cells[0].firstChild.textContent.trim(); }).join(", ");
      more.textContent = [shownText(at.cells[4]), terms, told].filter(Boolean).join(" · ");
    } else if (each.kind === "t") {
      var row = all(".terms tbody tr", at)[+each.id.split("|")[1]];
      make("b", item, shownText(row.cells[0])); item.appendChild(document.createTextNode(" " + shownText(row.cells[1]))); more.textContent = at.dataset.name + " · " + shownText(at.querySelector(".used"));
    } else {
      make("b", item, at.dataset.name);
      if (at.querySelector("h3 .label")) item.appendChild(document.createTextNode(" " + shownText(at.querySelector("h3 .label"))));
      more.textContent = [at.querySelector(".told"), at.querySelector(".used")].filter(Boolean).map(shownText).join(" · ");
    }
    if (more.textContent) item.appendChild(more);
  }
  function shownText(element) {  // without the words of the other language
    if (!element) return "";
    var other = language() === "en" ? "zh" : "en", copy = element.cloneNode(true);
    if (copy.querySelectorAll) all('.x[lang="' + other + '"], .copy', copy).forEach(function (e) { e.remove(); });
    return copy.textContent.replace(/\s+/g, " ").trim().slice(0, 400);
  }
  function look() {
    var query = search.value.trim();
    results.textContent = ""; listed = []; choose(-1);
    if (!query) { shut(); return; }
    var got = find(query);
    listed = got.found.slice(0, FIRST);
    listed.forEach(function (each, n) {
      var item = make("li", results); item.id = "result-" + n; item.setAttribute("role", "option"); item.setAttribute("aria-selected", "false");
      show(each, item);
    });
    byId("told").textContent = !got.found.length ? word("nothing") : !got.every ? word("some")
      : got.found.length > FIRST ? word("first_of") + " " + got.found.length : got.found.length + " " + word("found");
    answer.hidden = false; answer.scrollTop = 0; search.setAttribute("aria-expanded", "true");
    if (listed.length) choose(0);
  }
  function choose(n) {
    var old = results.children[chosen]; if (old) old.setAttribute("aria-selected", "false");
    chosen = n; var now = results.children[n];
    if (now) { now.setAttribute("aria-selected", "true"); now.scrollIntoView({ block: "nearest" }); search.setAttribute("aria-activedescendant", now.id); }
    else search.removeAttribute("aria-activedescendant");
  }
  function shut() { answer.hidden = true; search.setAttribute("aria-expanded", "false"); }
  function take(n) {
    var each = listed[n]; if (!each) return;
    shut(); var parts = each.id.split("|"), id = parts[0];
    if (each.kind === "t") {
      var row = all(".terms tbody tr", byId(id))[+parts[1]]; row.id = row.id || id + "~" + parts[1]; id = row.id;
    }
    if (location.hash === "#" + id) go(id); else location.hash = id;
  }
  search.addEventListener("input", look);
  search.addEventListener("focus", function () { if (!index) build(); if (search.value.trim() && answer.hidden) look(); });
  search.addEventListener("keydown", function (event) {
    var last = listed.length - 1;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : 0);
    else if (event.key === "ArrowUp") choose(chosen > 0 ? chosen - 1 : last);
    else if (event.key === "Enter") take(chosen);
    else if (event.key === "Escape") { shut(); return; } else return;
    event.preventDefault();
  });
  results.addEventListener("mousedown", function (event) { event.preventDefault(); });
  results.addEventListener("click", function (event) { var item = event.target.closest("li"); if (item) take(Array.prototype.indexOf.call(results.children, item)); });
  document.addEventListener("click", function (event) { if (!event.target.closest(".search")) shut(); });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); search.focus(); search.select(); }
  });
  follow();
})();
