// Renews the room every ten seconds, row by row: what has not changed stays, so nobody loses their place or the focus.
const room = document.querySelector('[data-room]');
const said = document.querySelector('[data-room-said]');
const PAUSE = 10_000;

function renewRows(before, after) {
  const body = before.querySelector('tbody');
  const fresh = after.querySelector('tbody');
  if (!body || !fresh) {
    before.replaceChildren(...after.childNodes);
    return;
  }
  const known = new Map([...body.rows].map((row) => [row.id, row]));
  const order = [...fresh.rows].map((row) => {
    const old = known.get(row.id);
    known.delete(row.id);
    if (!old) return row;
    if (old.innerHTML === row.innerHTML) return old;
    const held = old.contains(document.activeElement);
    old.replaceChildren(...row.childNodes);
    if (held) old.querySelector('a')?.focus({ preventScroll: true });
    return old;
  });
  for (const gone of known.values()) gone.remove();
  for (const [index, row] of order.entries()) {
    if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
  }
}

function renewStates(before, after) {
  if (before.innerHTML === after.innerHTML) return;
  const index = [...before.querySelectorAll('a')].indexOf(document.activeElement);
  before.replaceChildren(...after.childNodes);
  if (index >= 0) before.querySelectorAll('a')[index]?.focus({ preventScroll: true });
}

async function renew() {
  if (!document.hidden) {
    try {
      const answer = await fetch(room.dataset.room + location.search, { credentials: 'same-origin' });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const part = (root, name) => root.querySelector(`[data-room-part="${name}"]`);
        renewStates(part(room, 'states'), part(page, 'states'));
        renewRows(part(room, 'rows'), part(page, 'rows'));
        said.textContent = '';
      } else said.textContent = room.dataset.roomGone;
    } catch {
      said.textContent = room.dataset.roomGone;
    }
  }
  setTimeout(renew, PAUSE);
}

if (room) setTimeout(renew, PAUSE);
