import type { AddressInfo, Server, Socket } from "node:net";
import type { Log } from "../../server/platform/log.ts";

const closing: (() => Promise<void>)[] = [];

/** Listens on a free port of this machine until the test that called it has ended (see `closeAll`). */
export const listening = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
};

/** A port where nobody listens. */
export const deadPort = async (server: Server): Promise<number> => {
  const port = await listening(server);
  await closing.pop()?.();
  return port;
};

export const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0)) await close();
};

/** A log that keeps what it is told, as text. */
export const keptLog = (): Log & { text: () => string } => {
  const lines: string[] = [];
  const keep = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { debug: keep, info: keep, warn: keep, error: keep, text: () => lines.join("\n") };
};
