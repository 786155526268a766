import type { Request, RequestHandler } from "express";
import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import { AppError } from "../platform/errors.ts";

/**
 * The public way in, for an import account 接入账号: another system that brings many messages files them as citizens
 * do, but is known by its token, may say where they come from, and is not held back by the limit per address.
 */
export const createImportDoor = (staff: (req: Request) => Promise<StaffActor>) => {
  const known = new WeakMap<Request, string>();
  /** Anonymous callers pass; a token that is not an import account's is refused. */
  const handler: RequestHandler = async (req, _res, next) => {
    if (req.get("authorization") === undefined) return next();
    const actor = await staff(req);
    if (!can(actor, "ticket.import"))
      throw new AppError(403, "forbidden", { rule: "permission", params: { permission: "ticket.import", action: "ticket.import" } });
    known.set(req, actor.id);
    next();
  };
  return { handler, accountOf: (req: Request): string | null => known.get(req) ?? null };
};
export type ImportDoor = ReturnType<typeof createImportDoor>;
