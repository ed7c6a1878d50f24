type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface BarEvents {
  readonly onFullScreen: () => void;
  readonly onCamera: () => void;
  readonly onCameraOff: () => void;
}

interface Shown {
  readonly fullScreen: boolean;
  readonly camera: boolean;
}

/** A quiet line under the exam: what is recorded, what the camera sees, and a way back where one is needed. */
export class WatchBar {
  readonly video = document.createElement('video');
  readonly #bar = document.createElement('aside');
  readonly #text = document.createElement('p');
  readonly #said = document.createElement('p');
  readonly #picture = document.createElement('div');
  readonly #fullScreen = button();
  readonly #camera = button();
  readonly #cameraOff = button();
  readonly #preview = button();
  #isOn = false;
  #takenAt: Date | null = null;
  #shown: Shown = { fullScreen: false, camera: false };

  constructor(
    private readonly words: Words,
    events: BarEvents,
  ) {
    this.#bar.className = 'watch-bar';
    this.#bar.hidden = true;
    this.#text.className = 'watch-bar__text';
    this.#said.className = 'watch-bar__said';
    this.#picture.className = 'watch-bar__picture';
    this.#picture.hidden = true;
    this.video.muted = true;
    this.video.playsInline = true;
    this.#picture.append(this.video);
    this.#fullScreen.addEventListener('click', events.onFullScreen);
    this.#camera.addEventListener('click', events.onCamera);
    this.#cameraOff.addEventListener('click', events.onCameraOff);
    this.#preview.addEventListener('click', () => {
      this.#picture.hidden = !this.#picture.hidden;
      this.#draw();
    });
    this.#bar.append(
      this.#text,
      this.#said,
      this.#fullScreen,
      this.#camera,
      this.#preview,
      this.#cameraOff,
      this.#picture,
    );
    document.querySelector('main')?.append(this.#bar);
  }

  /** @returns what takes it away. */
  show(shown: Shown): () => void {
    this.#shown = shown;
    this.#bar.hidden = false;
    const ending = new AbortController();
    const draw = (): void => {
      this.#draw();
    };
    document.addEventListener('fullscreenchange', draw, ending);
    // The words follow the language of the exam.
    const language = new MutationObserver(draw);
    language.observe(document.documentElement, { attributeFilter: ['lang'] });
    draw();
    return () => {
      ending.abort();
      language.disconnect();
      this.#bar.hidden = true;
    };
  }

  cameraIs(isOn: boolean): void {
    this.#isOn = isOn;
    this.#draw();
  }

  snapshotTaken(): void {
    this.#takenAt = new Date();
    this.#draw();
  }

  #draw(): void {
    const { fullScreen, camera } = this.#shown;
    this.#bar.setAttribute('aria-label', this.#say('label'));
    this.#text.textContent = this.#say(camera ? 'textCamera' : 'text');
    this.#fullScreen.textContent = this.#say('toFullScreen');
    this.#fullScreen.hidden = !fullScreen || document.fullscreenElement !== null;
    this.#camera.textContent = this.#say('cameraAgain');
    this.#camera.hidden = !camera || this.#isOn;
    this.#preview.textContent = this.#say(this.#picture.hidden ? 'showPicture' : 'hidePicture');
    this.#preview.setAttribute('aria-expanded', String(!this.#picture.hidden));
    this.#preview.hidden = !camera || !this.#isOn;
    this.#cameraOff.textContent = this.#say('cameraOffNow');
    this.#cameraOff.hidden = !camera || !this.#isOn;
    if (!this.#isOn) this.#picture.hidden = true;
    const time = this.#takenAt?.toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short' });
    this.#said.textContent = !camera
      ? ''
      : this.#isOn
        ? this.#say(time ? 'taken' : 'cameraOn').replace('{time}', time ?? '')
        : this.#say('cameraOff');
  }

  #say(key: string): string {
    return this.words[document.documentElement.lang]?.[key] ?? this.words['en']?.[key] ?? key;
  }
}

function button(): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'player-link';
  return made;
}
