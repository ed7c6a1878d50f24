// Looks every two seconds how far a piece of work is, and shows the page anew once it has ended.
const card = document.querySelector('[data-progress]');
const PAUSE = 2000;

async function look() {
  try {
    const answer = await fetch(card.dataset.progress, { credentials: 'same-origin' });
    if (answer.ok) {
      const { state, formsDone } = await answer.json();
      if (state !== 'requested' && state !== 'running') {
        location.reload();
        return;
      }
      card.querySelector('[data-progress-text]').textContent = card.dataset.words.replace('#', formsDone);
      card.querySelector('progress').value = formsDone;
    }
  } catch {
    // The line is gone for a moment: the next look will tell.
  }
  setTimeout(look, PAUSE);
}

if (card) setTimeout(look, PAUSE);
