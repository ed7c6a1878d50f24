import { Camera } from './camera.js';
import { CameraChoice } from './camera-choice.js';
import { listenToDevice } from './device-signals.js';
import { OpenSignals } from './open-signals.js';
import { ReportQueue } from './report-queue.js';
import { Reporter } from './reporter.js';
import { isTicking, steadyTicks, tickOn } from './steady-ticks.js';
import { WatchBar } from './watch-bar.js';

/** What the page hands over, as JSON in a data block. */
interface WatchSetup {
  /** The candidate has agreed to snapshots; has, and has turned the camera off since; or has not. */
  readonly camera: 'on' | 'off' | 'none';
  readonly fullScreen: boolean;
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Began {
  readonly sittingId: string;
  readonly token: string;
  /** How names in localStorage begin that the browser forgets with the exam. */
  readonly beside: string;
}

interface Ended {
  readonly goesOnInOtherTab: boolean;
  /** The page stays a moment for this. */
  readonly waitFor: (words: Promise<unknown>) => void;
}

/** A picture on a poor line. */
const PATIENCE = 60_000;

/**
 * What a candidate has agreed to: it comes with the page of an exam, begins when the exam does and ends with it. It shows
 * all that it does.
 */
class Watch {
  readonly #bar: WatchBar;
  readonly #camera: Camera | null;
  #reporter: Reporter | null = null;
  #stop: () => void = () => undefined;
  #open: OpenSignals | null = null;
  #beside = '';
  /** Off since before this device came in: that is a choice on record, and nothing that happens here. */
  #isOffBefore = false;
  /** By `performance.now()`. */
  #noSnapshotBefore = 0;

  constructor(
    private readonly setup: WatchSetup,
    private readonly choice: CameraChoice,
    private readonly script: string,
    private readonly isCopy: boolean,
  ) {
    this.#bar = new WatchBar(setup.words, {
      onFullScreen: () => void document.documentElement.requestFullscreen().catch(() => undefined),
      onCamera: () => {
        this.#choose(true);
      },
      onCameraOff: () => {
        this.#choose(false);
      },
    });
    this.#camera = this.#hasCamera
      ? new Camera(this.#bar.video, (isOn) => {
          this.#cameraChanged(isOn);
        })
      : null;
    document.addEventListener('exam-began', (event) => {
      this.#begin((event as CustomEvent<Began>).detail);
    });
    document.addEventListener('exam-saved', () => this.#reporter?.saved());
    document.addEventListener('exam-ended', (event) => {
      const { goesOnInOtherTab, waitFor } = (event as CustomEvent<Ended>).detail;
      waitFor(this.#end(goesOnInOtherTab));
    });
  }

  get #hasCamera(): boolean {
    return this.setup.camera !== 'none';
  }

  /** Where it is kept what the candidate chose last for the camera on this device: a page that was kept does not know it. */
  get #choiceKey(): string {
    return `${this.#beside}watch-camera`;
  }

  #begin({ token, beside }: Began): void {
    void this.#end(false);
    this.#beside = beside;
    // Of the device, not of a tab: whatever page of the exam comes next goes on with it, also under a new lease.
    const open = new OpenSignals(localStorage, `${beside}watch-open`);
    const reporter = new Reporter({
      token,
      queue: new ReportQueue(localStorage, `${beside}watch`, token.split('.')[1] ?? ''),
      ticks: (tick) => steadyTicks(this.script, tick),
      camera: () => (this.#camera ? (this.#camera.isOn ? 'on' : 'off') : 'none'),
      onSnapshot: (slot) => this.#snapshot(token, slot),
      onWatched: (isWatched) => {
        open.isWatched = isWatched;
        if (isWatched && this.#open === open) lookAgain();
      },
    });
    this.#open = open;
    this.#reporter = reporter;
    const { fullScreen, camera } = this.setup;
    const tell = reporter.happened.bind(reporter);
    const device = listenToDevice(tell, open, fullScreen);
    const stopBar = this.#bar.show({ fullScreen, camera: this.#hasCamera });
    this.#stop = () => {
      device.stop();
      stopBar();
    };
    const lookAgain = (): void => {
      device.look();
      if (this.#camera && !this.#camera.isOn && !this.#isOffBefore) this.#cameraChanged(false);
    };
    if (!this.#camera) return;
    const chosen = localStorage.getItem(this.#choiceKey);
    // By itself only a copy is overruled towards more: it is older than what was chosen here, and the server's word is not.
    const isOn = this.isCopy ? (chosen ?? camera) === 'on' : camera === 'on' && chosen !== 'off';
    this.#isOffBefore = !isOn && chosen !== 'off';
    // The page before this one may have gone before it was told.
    if (chosen === 'off' && camera === 'on') this.choice.choose(false);
    if (isOn) void this.#camera.start();
    else if (this.#isOffBefore) this.#bar.cameraIs(false);
    else this.#cameraChanged(false);
  }

  /** @returns what resolves when everything that happened is told, or nobody takes it any more. */
  async #end(goesOnInOtherTab: boolean): Promise<void> {
    this.#stop();
    const reporter = this.#reporter;
    this.#reporter = null;
    this.#open = null;
    this.#camera?.stop();
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    if (goesOnInOtherTab) reporter?.letGo();
    else await reporter?.stop();
  }

  #cameraChanged(isOn: boolean): void {
    this.#bar.cameraIs(isOn);
    if (!isOn) {
      if (this.#open?.begin('camera-off', Date.now()))
        this.#reporter?.happened({ kind: 'camera-off', lasted: null });
      return;
    }
    const lasted = this.#open?.end('camera-off', Date.now()) ?? null;
    if (lasted === null) this.#reporter?.soon();
    else this.#reporter?.happened({ kind: 'camera-on', lasted });
  }

  /** Turns the camera on or off, and says so to the server; off it is off at once, whatever becomes of that. */
  #choose(on: boolean): void {
    this.#isOffBefore = false;
    this.choice.choose(on);
    localStorage.setItem(this.#choiceKey, on ? 'on' : 'off');
    if (on) {
      void this.#camera?.start();
      return;
    }
    this.#camera?.stop();
    this.#cameraChanged(false);
  }

  async #snapshot(token: string, slot: number): Promise<boolean> {
    if (performance.now() < this.#noSnapshotBefore) return false;
    const still = await this.#camera?.still();
    if (!still) return false;
    const response = await fetch(`/api/v1/watch-snapshots?slot=${String(slot)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
      body: still,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => undefined);
    if (response?.ok) this.#bar.snapshotTaken();
    // One that was refused is not taken again; without a line, or where the server says when, the next report asks anew.
    const retryAfter = response?.headers.get('retry-after');
    this.#noSnapshotBefore = performance.now() + Number(retryAfter ?? 0) * 1000;
    return response !== undefined && response.status < 500 && !retryAfter;
  }
}

function watch(): void {
  const {
    sessionId = '',
    csrfToken = '',
    isCopy = false,
  } = JSON.parse(document.getElementById('player-setup')?.textContent ?? '{}') as {
    sessionId?: string;
    csrfToken?: string;
    isCopy?: boolean;
  };
  const setup = document.getElementById('watch-setup');
  const script = (document.currentScript as HTMLScriptElement | null)?.src ?? '';
  if (setup)
    new Watch(
      JSON.parse(setup.textContent) as WatchSetup,
      new CameraChoice(sessionId, csrfToken),
      script,
      isCopy,
    );
}

if (isTicking) tickOn();
else watch();
