// Keeps what was ticked and typed in this browser, and saves it as a file. The page needs none of it.
(function () {
  var key = "voice-coach-review-" + document.documentElement.dataset.version;
  var fields = document.querySelectorAll("input[name],textarea[name]");
  function each(act) { Array.prototype.forEach.call(fields, act); }
  function collect() {
    var kept = {};
    each(function (field) {
      var value = field.type === "checkbox" ? field.checked : field.value;
      if (value) { kept[field.name] = value; }
    });
    return kept;
  }
  try {
    var kept = JSON.parse(localStorage.getItem(key) || "{}");
    each(function (field) {
      if (!(field.name in kept)) { return; }
      if (field.type === "checkbox") { field.checked = kept[field.name]; } else { field.value = kept[field.name]; }
    });
    document.addEventListener("change", function () { localStorage.setItem(key, JSON.stringify(collect())); });
  } catch (refused) { /* the browser keeps nothing for files: the page still prints and can be saved below */ }
  var button = document.getElementById("save-remarks");
  button.hidden = false;
  button.addEventListener("click", function () {
    var link = document.createElement("a");
    var text = JSON.stringify({version: document.documentElement.dataset.version, remarks: collect()}, null, 1);
    link.href = URL.createObjectURL(new Blob([text], {type: "application/json"}));
    link.download = key + ".json";
    link.click();
  });
})();
