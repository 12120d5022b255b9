(function () {
  "use strict";
  var form = document.getElementById("find"), words = document.getElementById("words"), who = document.getElementById("who");
  var shown = document.getElementById("shown"), boxes = Array.from(form.querySelectorAll("[type=checkbox]"));
  var parts = Array.from(document.querySelectorAll(".part"), function (part) {
    return { part: part, rows: Array.from(part.querySelectorAll(".f"), function (row) {
      return { row: row, text: row.textContent.toLowerCase(), who: row.querySelector(".who").textContent,
        verdict: row.className.match(/\bv-(\w+)/)[1] };
    }) };
  });
  function find() {
    var asked = words.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0, all = 0;
    var wanted = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    parts.forEach(function (part) {
      var some = false;
      part.rows.forEach(function (one) {
        var fits = wanted.indexOf(one.verdict) >= 0 && (!who.value || who.value === one.who) &&
          asked.every(function (word) { return one.text.indexOf(word) >= 0; });
        one.row.hidden = !fits;
        some = some || fits; count += fits; all += 1;
      });
      part.part.hidden = !some;
    });
    shown.textContent = count ? "显示 " + count + " 项，共 " + all + " 项" : "没有符合条件的项，可清除条件";
  }
  form.addEventListener("input", find);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(find); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) { event.preventDefault(); words.focus(); }
    if (event.key === "Escape" && document.activeElement === words) { words.value = ""; find(); }
  });
  // A link to a finding that is filtered away shows it again.
  window.addEventListener("hashchange", function () {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) { form.reset(); setTimeout(function () { target.scrollIntoView(); }); }
    if (target && target.closest(".part")) { target.closest(".part").firstElementChild.open = true; }
  });
  form.hidden = false;
  find();
}());
