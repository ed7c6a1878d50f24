// Looks every two seconds how far a piece of work is, and shows the page anew once it has ended.
const card = document.querySelector('[data-progress]');
const PAUSE = 2000;
const UNDER_WAY = ['requested', 'running', 'waiting', 'working'];

async function look() {
  try {
    const answer = await fetch(card.dataset.progress, { credentials: 'same-origin' });
    if (answer.ok) {
      const { state, formsDone, done = formsDone, of } = await answer.json();
      if (!UNDER_WAY.includes(state)) {
        location.reload();
        return;
      }
      // Null: not counted yet. Left out: the page knows.
      if (of !== null) {
        const bar = card.querySelector('progress');
        if (of !== undefined) bar.max = Math.max(of, 1);
        bar.value = done;
        card.querySelector('[data-progress-text]').textContent = card.dataset.words
          .replace('##', of)
          .replace('#', done);
      }
    }
  } catch {
    // The line is gone for a moment: the next look will tell.
  }
  setTimeout(look, PAUSE);
}

if (card) setTimeout(look, PAUSE);
