/** A shelf in the browser for what waits for a line: pictures and all. Without IndexedDB it lasts as long as the page. */
const NAME = "zhisu.supervise";
const STORE = "waiting";

const opened = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      // Kept only when the whole transaction is.
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

export const shelved = <T>(): Promise<T[]> => run("readonly", (store) => store.getAll() as IDBRequest<T[]>).catch(() => []);
/** Answers whether it will outlive the page. */
export const shelve = (item: object): Promise<boolean> =>
  run("readwrite", (store) => store.put(item)).then(
    () => true,
    () => false,
  );
export const unshelve = (id: string): Promise<void> => run("readwrite", (store) => store.delete(id)).catch(() => undefined);
