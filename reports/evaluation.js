(function () {
  "use strict";
  // Without this script every list of reasons is opened by itself; before paper is printed all are opened.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (one) { one.open = true; });
  });
}());
