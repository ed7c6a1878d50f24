// Looks every two seconds how far an assembly is, and shows the page anew once its state has changed.
const card = document.querySelector('[data-assembly]');
const PAUSE = 2000;

async function look() {
  try {
    const answer = await fetch(`/api/v1/assemblies/${card.dataset.assembly}`, { credentials: 'same-origin' });
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
