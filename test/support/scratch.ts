import fs from "node:fs";
import os from "node:os";

const GIB = 2 ** 30;
const MEMORY = "/dev/shm";

const roomy = (): boolean => {
  try {
    const { bavail, bsize } = fs.statfsSync(MEMORY);
    return bavail * bsize > 4 * GIB && os.freemem() > 6 * GIB;
  } catch {
    return false;
  }
};

/**
 * Where a run keeps what it throws away afterwards: in memory where there is plenty, for every write of the product waits
 * for the disk. A process that is killed loses nothing there; only a machine without power would.
 */
export const scratch: string = roomy() ? MEMORY : os.tmpdir();
