// Looks again how far an edition's mails are, as long as any move and somebody looks; without script the page does.
(() => {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const said = document.querySelector("[data-progress-end]");
  const every = () => Number(place.firstElementChild?.dataset.every ?? 0);
  let failures = 0;
  const later = () => {
    const seconds = every();
    if (seconds) setTimeout(look, 1000 * Math.min(seconds * 2 ** failures, 120));
    else if (said) said.textContent = said.dataset.progressEnd;
  };
  const look = async () => {
    if (document.hidden) {
      document.addEventListener("visibilitychange", look, { once: true });
      return;
    }
    try {
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const answer = await fetch(place.dataset.progress, { headers, redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      place.innerHTML = await answer.text();
      failures = 0;
    } catch {
      failures += 1;
    }
    later();
  };
  if (every()) later();
})();
