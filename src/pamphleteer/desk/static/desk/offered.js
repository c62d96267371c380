// Words that fill the list above them while somebody types; without this, the button sends the form and nothing is saved.
(() => {
  const begin = (input) => {
    const list = input.form.elements[input.dataset.finds];
    const button = input.parentElement.querySelector("[data-find]");
    const told = input.parentElement.querySelector("[data-told]");
    let asked = 0, waiting = 0;
    input.removeAttribute("name");
    button.type = "button";

    const find = async () => {
      clearTimeout(waiting);
      const mine = ++asked;
      try {
        const answer = await fetch(`${input.dataset.from}?words=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/json" } });
        const { found, told: words } = await answer.json();
        if (mine !== asked) return;
        const [none, ...others] = list.options;
        const chosen = others.filter((one) => one.selected);
        const kept = new Set(chosen.map((one) => one.value));
        const rest = found.filter((one) => !kept.has(String(one.id))).map((one) => new Option(one.label, one.id));
        list.replaceChildren(none, ...chosen, ...rest);
        told.textContent = words;
      } catch {
        told.textContent = input.dataset.failed;
      }
    };

    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 300); });
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); find(); } });
    button.addEventListener("click", find);
  };
  const all = () => document.querySelectorAll("input[data-finds]").forEach(begin);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
})();
