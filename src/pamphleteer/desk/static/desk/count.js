// Says beside a text how long it is; without it the form works all the same.
"use strict";

function count(field) {
  const told = document.createElement("output");
  told.htmlFor = field.id;
  told.className = "help";
  const tell = () => {
    told.textContent = field.dataset.counted.replace("{}", Array.from(field.value.trim()).length);
  };
  field.insertAdjacentElement("afterend", told);
  field.addEventListener("input", tell);
  tell();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("textarea[data-counted]").forEach(count);
});
