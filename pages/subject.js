"use strict";
(function () {  // a mark leads to its chain, which opens
  function open() {
    var place = document.getElementById(location.hash.slice(1));
    if (place && place.tagName === "DETAILS") { place.open = true; place.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open);
  open();
})();
