import { z } from "zod";
import { type Action, actionSchema } from "./actions.ts";
import type { ActionType } from "./status.ts";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An act as somebody keeps it for later, before there is a case: without version and without files. */
export type PlainAct<A extends ActionType, K extends PropertyKey = never> = Without<Extract<Action, { type: A }>, "version" | "attachmentIds" | K>;

type Option = z.ZodObject<{ type: z.ZodLiteral<ActionType> }>;
const OPTIONS = actionSchema.options as unknown as readonly Option[];

/** The schema of some acts, from the one schema of acts: a file goes to one case only, the version is each case's own. */
export const plainActs = <A extends ActionType, const K extends string = never>(
  types: readonly A[],
  without: readonly K[] = [],
): z.ZodType<PlainAct<A, K>> => {
  const taken = OPTIONS.filter((option) => (types as readonly ActionType[]).includes(option.shape.type.value)).map((option) => {
    const left = ["version", "attachmentIds", ...without].filter((name) => name in option.shape);
    return option.omit(Object.fromEntries(left.map((name) => [name, true])) as Record<never, true>);
  });
  const union = z.discriminatedUnion("type", taken as unknown as [Option, ...Option[]], {
    error: ({ code }) => (code === "invalid_union" ? "field.actionType" : undefined),
  });
  return union as unknown as z.ZodType<PlainAct<A, K>>;
};
