export type Gate = {
  /** Waits, first come first served, until `weight` fits; answers what gives it back. Rejects with the signal's reason. */
  enter: (weight: number, signal?: AbortSignal) => Promise<() => void>;
};

type Waiting = { weight: number; admit: () => void };

/** Lets in as much at a time as `capacity` holds: a number of jobs, or bytes of memory. */
export const createGate = (capacity: number): Gate => {
  const queue: Waiting[] = [];
  let free = capacity;

  const admitNext = (): void => {
    for (let next = queue[0]; next !== undefined && next.weight <= free; next = queue[0]) {
      queue.shift();
      free -= next.weight;
      next.admit();
    }
  };
  const releaseOnce = (weight: number) => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      free += weight;
      admitNext();
    };
  };

  return {
    enter: (wanted, signal) => {
      // Heavier than everything would wait for ever.
      const weight = Math.min(wanted, capacity);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const leave = () => {
          const at = queue.indexOf(waiting);
          if (at >= 0) queue.splice(at, 1);
          admitNext();
          reject(signal?.reason);
        };
        const admit = () => {
          signal?.removeEventListener("abort", leave);
          resolve(releaseOnce(weight));
        };
        const waiting: Waiting = { weight, admit };
        signal?.addEventListener("abort", leave, { once: true });
        queue.push(waiting);
        admitNext();
      });
    },
  };
};
