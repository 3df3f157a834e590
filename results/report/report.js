"use strict";
(function () {
  var root = document.documentElement, words = JSON.parse(document.getElementById("words").textContent), held = null;
  var drawer = document.getElementById("drawer"), body = document.getElementById("drawer-body");
  var title = document.getElementById("drawer-title"), back = document.getElementById("back"), from = null;
  function said(key) { return words[key][root.className]; }
  document.getElementById("language").addEventListener("click", function () {
    root.className = root.className === "en" ? "zh" : "en"; root.lang = root.className;
  });
  function load() {  // what numbers stand on: JSON, compressed, as base64
    if (held) return Promise.resolve(held);
    var bytes = Uint8Array.from(atob(document.getElementById("held").textContent), function (c) { return c.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json().then(function (data) { held = data; return held; });
  }
  function element(tag, text, parent) {
    var made = document.createElement(tag); if (text !== undefined) made.textContent = text; if (parent) parent.appendChild(made); return made;
  }
  function open(heading) { drawer.hidden = false; title.textContent = heading; body.textContent = ""; drawer.scrollTop = 0; }
  function records(about) {
    open(said("standing")); back.hidden = true;
    about.forEach(function (each) {
      var standing = held.standings[each[1]], set = held.datasets[standing[0]], rows = standing[1];
      element("h4", each[0] + " — " + standing[0] + ", " + rows.length + " " + said("records"), body);
      var wide = element("div", undefined, body); wide.className = "wide";
      var table = element("table", undefined, wide), head = element("tr", undefined, element("thead", undefined, table));
      element("th", "#", head);
      var results = /^(ADT|AVALC?|ASTDT|CNSR|EVNTDESC|CNSDTDSC|SRC...|SRCSEQ)$/;
      var shown = set.columns.map(function (c, n) { return n; }).filter(function (n) {
        var name = set.columns[n][0]; return n < set.always || each[2].indexOf(name) >= 0 || results.test(name);
      });
      shown.forEach(function (n) { element("th", set.columns[n][0], head).title = set.columns[n][1]; });
      var part = element("tbody", undefined, table);
      rows.slice(0, 500).forEach(function (row) {
        var line = element("tr", undefined, part); line.tabIndex = 0; line.setAttribute("role", "link");
        var link = element("a", String(row), element("td", undefined, line)); link.href = "#";
        shown.forEach(function (n) { element("td", set.rows[row][n], line); });
        function chosen(event) { event.preventDefault(); record(standing[0], row, about); }
        line.addEventListener("click", chosen);
        line.addEventListener("keydown", function (event) { if (event.key === "Enter") chosen(event); });
      });
      if (rows.length > 500) element("p", "500 " + said("shown") + " " + rows.length, body);
    });
  }
  function record(name, row, about) {
    var set = held.datasets[name];
    open(name + ", " + said("record") + " " + row); back.hidden = false; back.onclick = function () { records(about); };
    var table = element("tbody", undefined, element("table", undefined, body));
    set.columns.forEach(function (c, n) {
      var line = element("tr", undefined, table); element("td", c[0], line); element("td", c[1], line); element("td", set.rows[row][n], line);
    });
    if (set.chains[row]) { element("h4", said("chain"), body); element("pre", set.chains[row], body); }
    element("h4", said("asked"), body); element("pre", set.asked[row], body);
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-on]");
    if (!link) return;
    event.preventDefault(); if (from) from.classList.remove("chosen"); from = link; link.classList.add("chosen");
    load().then(function () { records(JSON.parse(link.dataset.on)); });
  });
  function close() { drawer.hidden = true; if (from) { from.classList.remove("chosen"); from.focus(); } }
  document.getElementById("close").addEventListener("click", close);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });
  var search = document.getElementById("search"), displays = Array.prototype.slice.call(document.querySelectorAll("section.display"));
  search.addEventListener("input", function () {
    var wanted = search.value.trim().toLowerCase(), any = false;
    displays.forEach(function (display) {
      var found = !wanted || display.textContent.toLowerCase().indexOf(wanted) >= 0; any = any || found;
      display.hidden = !found; var entry = document.querySelector('aside a[href="#' + display.id + '"]'); if (entry) entry.parentElement.hidden = !found;
      display.querySelectorAll("tbody tr").forEach(function (line) { line.classList.toggle("hit", !!wanted && line.textContent.toLowerCase().indexOf(wanted) >= 0); });
    });
    document.getElementById("nothing").hidden = any;
  });
  if (location.hash.indexOf("#on=") === 0) { var cell = document.querySelectorAll("a[data-on]")[+location.hash.slice(4)]; if (cell) cell.click(); }
})();
