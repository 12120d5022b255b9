(function () {
  "use strict";
  var form = document.getElementById("find"), words = document.getElementById("words"), shown = document.getElementById("shown");
  var body = document.querySelector("#rows tbody"), heads = Array.from(document.querySelectorAll("#rows thead th"));
  var names = ["conclusion", "kind", "division", "rule"], picks = names.map(function (name) { return document.getElementById(name); });
  var rows = Array.from(body.rows, function (row) {
    return { row: row, text: row.textContent.toLowerCase(), of: [row.dataset.conclusion, row.dataset.kind, row.dataset.division],
      rules: row.dataset.rules.split(" ") };
  });
  var waiting = 0;
  function find() {
    var asked = words.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
    rows.forEach(function (one) {
      var fits = asked.every(function (word) { return one.text.indexOf(word) >= 0; }) && picks.every(function (pick, n) {
        return pick.value === "*" || (n < 3 ? one.of[n] === pick.value : one.rules.indexOf(pick.value) >= 0);
      });
      one.row.hidden = !fits;
      count += fits;
    });
    shown.textContent = count === rows.length ? "共 " + count + " 份" : "显示 " + count + " 份，共 " + rows.length + " 份";
  }
  function soon() { clearTimeout(waiting); waiting = setTimeout(find, 120); }
  function sort(column, downwards) {
    var collator = new Intl.Collator("zh-CN", { numeric: true });
    function key(one) { var cell = one.row.cells[column]; return cell.dataset.value || cell.textContent.trim(); }
    rows.forEach(function (one) { one.key = key(one); });
    rows.sort(function (a, b) { return collator.compare(a.key, b.key) * (downwards ? -1 : 1); });
    var all = document.createDocumentFragment();
    rows.forEach(function (one) { all.appendChild(one.row); });
    body.appendChild(all);
  }
  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button"; button.textContent = head.textContent; head.textContent = ""; head.appendChild(button);
    button.addEventListener("click", function () {
      var downwards = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", downwards ? "descending" : "ascending");
      sort(column, downwards);
    });
  });
  form.addEventListener("input", soon);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(find); });
  form.hidden = false;
}());
