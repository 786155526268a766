import type { StaffActor } from "../../shared/actor.ts";
import type { Audience } from "../../shared/disputes/dispute.ts";
import type { Changed } from "../../shared/realtime/messages.ts";

export type DisputeDoor = {
  /** Throws when the pass has ended. */
  party: (token: string) => Promise<{ disputeId: string; partyId: string; linkId: string | null; expiresAt: Date }>;
  /** Rooms a person, or a party, hears just now; none when the dispute is not for them. */
  rooms: (id: string, actor: StaffActor) => Promise<readonly Audience[]>;
  partyRooms: (id: string, partyId: string) => Promise<readonly Audience[]>;
};
export type PartySession = { disputeId: string; partyId: string; token: string };
/** The little that is asked of sockets here; the gateway knows what they are. */
type Peer = {
  data: { staff?: { actor: StaffActor }; party?: PartySession };
  join: (room: string) => unknown;
  leave: (room: string) => unknown;
};
type Sockets<P extends Peer> = {
  emit: (room: string, message: Changed) => void;
  inRoom: (room: string) => Promise<readonly P[]>;
  end: (socket: P) => void;
};

const baseRoom = (id: string): string => `dispute:${id}`;
const roomOf = (id: string, audience: Audience): string => `dispute:${id}:${audience}`;
const ALL: readonly Audience[] = ["joint", "complainant", "respondent", "staff"];

/** Sockets in the rooms of a mediation: each hears only the rooms it may read, and only that something changed there. */
export const createDisputeRooms = <P extends Peer>({ emit, inRoom, end }: Sockets<P>, door: DisputeDoor) => {
  const place = async (socket: P, id: string, rooms: readonly Audience[]): Promise<void> => {
    for (const audience of ALL) {
      if (rooms.includes(audience)) await socket.join(roomOf(id, audience));
      else await socket.leave(roomOf(id, audience));
    }
    if (rooms.length === 0) await socket.leave(baseRoom(id));
    else await socket.join(baseRoom(id));
  };

  return {
    /** A party comes in by its pass. */
    enter: async (socket: P, { disputeId, partyId }: PartySession): Promise<void> =>
      place(socket, disputeId, await door.partyRooms(disputeId, partyId)),
    watch: async (socket: P, id: string, actor: StaffActor): Promise<boolean> => {
      const rooms = await door.rooms(id, actor);
      await place(socket, id, rooms);
      return rooms.length > 0;
    },
    unwatch: (socket: P, id: string): Promise<void> => place(socket, id, []),
    changed: (id: string, audience: Audience): void => {
      emit(roomOf(id, audience), { kind: "dispute", id, version: Date.now() });
    },
    /** Who takes part changed: everybody in it is put where they belong now, and whose link ended leaves. */
    again: async (id: string): Promise<void> => {
      for (const socket of await inRoom(baseRoom(id))) {
        const { staff, party } = socket.data;
        if (staff !== undefined) await place(socket, id, await door.rooms(id, staff.actor));
        else if (party !== undefined && (await door.party(party.token).catch(() => null)) === null) end(socket);
        else if (party !== undefined) await place(socket, id, await door.partyRooms(id, party.partyId));
      }
    },
  };
};
