import type { Socket } from "socket.io-client";
import { onBeforeUnmount, ref } from "vue";
import type { ClientToServer, ServerToClient } from "../../../../shared/realtime/messages.ts";

const EVERY_MS = 60_000;

/**
 * Hears that the case changed. While the socket is down (a proxy that lets none through, a lost line) the case is asked
 * for every minute, so the page is never silently old.
 */
export const useLive = (on: { changed: (version: number | null) => void; ended: () => void }) => {
  const live = ref(false);
  let socket: Socket<ServerToClient, ClientToServer> | null = null;
  let token = "";
  const ask = (): void => {
    if (token !== "" && !live.value && navigator.onLine) on.changed(null);
  };
  const timer = window.setInterval(ask, EVERY_MS);
  const back = (): void => {
    if (document.visibilityState === "visible") ask();
  };
  document.addEventListener("visibilitychange", back);
  window.addEventListener("online", ask);

  const stop = (): void => {
    socket?.disconnect();
    socket = null;
    token = "";
    live.value = false;
  };

  /** `as`: the case by its number, or the room of its mediation by its id; each with a right of its own. */
  const start = async (id: string, right: string, as: "track" | "room" = "track"): Promise<void> => {
    if (token === right) return;
    stop();
    token = right;
    const { io } = await import("socket.io-client");
    // Left or opened anew while the client was loading.
    if (token !== right) return;
    const made: Socket<ServerToClient, ClientToServer> = io({ auth: { [as]: right }, transports: ["websocket"] });
    socket = made;
    made.on("connect", () => {
      live.value = true;
      // What changed between the opening and the connection was told to nobody here.
      on.changed(null);
    });
    made.on("disconnect", () => {
      live.value = false;
    });
    made.on("changed", (message) => {
      if (message.kind === (as === "room" ? "dispute" : "track") && message.id === id) on.changed(message.version);
    });
    made.on("ended", on.ended);
  };

  onBeforeUnmount(() => {
    window.clearInterval(timer);
    document.removeEventListener("visibilitychange", back);
    window.removeEventListener("online", ask);
    stop();
  });
  return { live, start, stop };
};
