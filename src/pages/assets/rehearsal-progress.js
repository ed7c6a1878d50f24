// Looks every two seconds how far a rehearsal is, and shows the page anew once it has come to an end.
const card = document.querySelector('[data-rehearsal]');
const PAUSE = 2000;

async function look() {
  try {
    const answer = await fetch(card.dataset.rehearsal, { credentials: 'same-origin' });
    if (answer.ok) {
      const { items } = await answer.json();
      const one = items.find(({ id }) => id === card.dataset.id);
      const isOver = !one || (one.state !== 'requested' && one.state !== 'running');
      // Once there is something to watch, or another runner has begun anew, the links are others.
      if (isOver || (one.rehearsalSessionId ?? '') !== card.dataset.session) {
        location.reload();
        return;
      }
      card.querySelector('[data-progress-text]').textContent = card.dataset.words
        .replace('#1', one.started)
        .replace('#2', one.handedIn);
      card.querySelector('progress').value = one.handedIn;
    }
  } catch {
    // The line is gone for a moment: the next look will tell.
  }
  setTimeout(look, PAUSE);
}

if (card) setTimeout(look, PAUSE);
