/** What the host process is told, as one JSON argument. */
export interface HostConfig {
  /** Directory of the engine's own files. */
  dataDir: string;
  socket: string;
  /** Folder of the npm package that holds the engine. */
  entry: string;
  /** Below this much free space (MB, 2^20 bytes) writes are refused; 0 switches the guard off. */
  minFreeMb: number;
  /** A command running longer (seconds) is interrupted, index builds excepted; 0 switches the limit off. */
  maxOpSeconds: number;
  /** Seconds between two sweeps of TTL indexes; 0 switches them off. */
  ttlSeconds: number;
  /** Seconds after which an idle cursor is closed; 0 keeps it for ever. */
  cursorSeconds: number;
}

export const HOST_DEFAULTS = { minFreeMb: 200, maxOpSeconds: 60, ttlSeconds: 60, cursorSeconds: 600 };

/** Exit codes of the host. */
export const HOST_EXIT = { ok: 0, inUse: 10, cannotOpen: 11, noNative: 12, closeTimeout: 13 } as const;

/** What the host tells its parent once it serves. */
export interface HostReady {
  ready: true;
  /** Milliseconds the engine took to open, recovery included. */
  openMs: number;
}
