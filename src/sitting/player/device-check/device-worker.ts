// The device check registers this worker and takes it away again. It does nothing: that it may be there is what counts.
addEventListener('install', () => undefined);
