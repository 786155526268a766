import { type Database, openCollection, untilAnswered } from "../platform/database.ts";

type TurnRow = { _id: string; at: Date };

/** When a case last came to each person; it only ever moves forward, so that hearing of it twice is harmless. */
export const openTurns = async ({ connection }: Database) => {
  const turns = await openCollection<TurnRow>(connection, "assignment_turns", []);
  return {
    mark: async (userId: string, at: Date): Promise<void> =>
      void (await untilAnswered(() => turns.collection.updateOne({ _id: userId as never }, { $max: { at } }, { upsert: true }))),
    of: async (userIds: readonly string[]): Promise<Map<string, Date>> => {
      const rows = await untilAnswered(() =>
        turns
          .find({ _id: { $in: [...userIds] } })
          .lean<TurnRow[]>()
          .exec(),
      );
      return new Map(rows.map(({ _id, at }) => [_id, at]));
    },
  };
};
export type TurnStore = Awaited<ReturnType<typeof openTurns>>;
