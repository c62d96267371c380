// What saves or previews by itself leaves files out: they are sent when somebody presses a button.
(() => {
  let pressed = false;
  document.addEventListener("submit", () => {
    pressed = true;
    setTimeout(() => { pressed = false; }, 0);
  }, true);
  document.addEventListener("formdata", (event) => {
    if (pressed) return;
    for (const input of event.target.querySelectorAll("input[type=file]")) event.formData.delete(input.name);
  });
})();
