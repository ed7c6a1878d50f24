const SIZE = { width: 640, height: 480 };
const QUALITY = 0.7;
const LEAST_QUALITY = 0.2;
/** What the server takes. */
const MOST_BYTES = 300 * 1024;

/** The candidate's own camera: it shows them what it sees, and gives a still picture when one is asked for. */
export class Camera {
  #stream: MediaStream | null = null;
  /** Counts what was asked of the camera: a stream that is granted after it was turned off is not wanted any more. */
  #turn = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onChange: (isOn: boolean) => void,
  ) {}

  get isOn(): boolean {
    return this.#stream?.getVideoTracks().some(({ readyState }) => readyState === 'live') ?? false;
  }

  /** Asks the browser for the camera, which asks the candidate. */
  async start(): Promise<void> {
    this.stop();
    const turn = this.#turn;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: SIZE, audio: false });
      if (turn !== this.#turn) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.#stream = stream;
      this.#stream.getVideoTracks()[0]?.addEventListener('ended', () => {
        this.onChange(false);
      });
      this.video.srcObject = this.#stream;
      await this.video.play();
      this.onChange(true);
    } catch {
      // Refused, taken by another program, or none there.
      if (turn === this.#turn) this.onChange(false);
    }
  }

  stop(): void {
    this.#turn += 1;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
  }

  /** @returns a JPEG, or null where there is no picture. */
  async still(): Promise<Blob | null> {
    if (!this.isOn || this.video.videoWidth === 0) return null;
    const canvas = document.createElement('canvas');
    canvas.width = SIZE.width;
    canvas.height = Math.round((SIZE.width / this.video.videoWidth) * this.video.videoHeight);
    canvas.getContext('2d')?.drawImage(this.video, 0, 0, canvas.width, canvas.height);
    for (let quality = QUALITY; quality >= LEAST_QUALITY; quality -= 0.25) {
      const blob = await new Promise<Blob | null>((resolve) => {
        canvas.toBlob(resolve, 'image/jpeg', quality);
      });
      if (blob && blob.size <= MOST_BYTES) return blob;
    }
    return null;
  }
}
