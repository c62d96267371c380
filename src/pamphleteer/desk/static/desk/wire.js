// Keys for going through the wire; without them every deed has its button.
(() => {
  const list = document.querySelector(".wire-list");
  if (!list) return;
  const stories = () => [...list.querySelectorAll(".wire-story")];
  const current = () => document.activeElement?.closest?.(".wire-story");
  const go = (step) => {
    const all = stories();
    const at = all.indexOf(current());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (deed) => current()?.querySelector(`button[value^="${deed} "]`)?.click();
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    d: () => press("draft"),
    s: () => press("skip"),
    x: () => current()?.querySelector('input[name="story"]')?.click(),
    o: () => current()?.querySelector("a")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const deed = keys[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  const all = document.querySelector("[data-all]");
  all?.addEventListener("change", () => {
    for (const box of list.querySelectorAll('input[name="story"]')) box.checked = all.checked;
  });
  document.querySelector(".wire-keys")?.removeAttribute("hidden");
})();
