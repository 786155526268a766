import { ref } from "vue";
import type { SendChannel as Sendable, SentView } from "../../../../shared/notices/schema.ts";
import type { OwedView } from "../../../../shared/tickets/duty-views.ts";
import { faultOf } from "../../platform/api.ts";
import { keyring } from "../ids.ts";
import { api } from "../session.ts";

/** Channels that the product itself can send by. Where the office has none, words are told by people and recorded. */
export type { SendChannel as Sendable } from "../../../../shared/notices/schema.ts";

type Gate = { ready: boolean; kind: string };
export const gates = ref<Partial<Record<Sendable, Gate>> | null>(null);
let asking: Promise<void> | null = null;

/** Asked for once, when something is owed that may be sent. */
export const loadGates = (): Promise<void> => {
  asking ??= api<Partial<Record<Sendable, Gate>>>("/notices/channels").then(
    (found) => {
      gates.value = found;
    },
    (error: unknown) => {
      // Not here, or not for this person: no buttons. A lost line is asked again.
      const status = faultOf(error)?.status;
      if (status !== 404 && status !== 403) asking = null;
      gates.value = null;
    },
  );
  return asking;
};

/** By which of the channels that are ready this may be told. */
export const sendable = ({ channels }: OwedView): Sendable[] =>
  (["sms", "email"] as const).filter((channel) => gates.value?.[channel]?.ready === true && channels.some((each) => each.channel === channel));

export const useSending = () => {
  const busy = ref("");
  const keys = keyring();
  const send = async (ticketId: string, owedId: string, channel: Sendable): Promise<SentView["state"]> => {
    busy.value = `${owedId}.${channel}`;
    const body = { channel };
    try {
      const path = `/tickets/${ticketId}/owed/${owedId}/send`;
      const { sending } = await api<{ sending: SentView }>(path, { body, idempotencyKey: keys.for({ owedId, channel }) });
      keys.done();
      return sending.state;
    } finally {
      busy.value = "";
    }
  };
  return { busy, send };
};
