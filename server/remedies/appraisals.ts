import { maskName } from "../../shared/mask.ts";
import { moveAppraisal } from "../../shared/remedies/appraisal.ts";
import type { AppraisalAction, AppraisalInput } from "../../shared/remedies/schema.ts";
import { AppError, invalid, notFound } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { type By, byOf, obeyed, type Request, sameRequest, type Ways } from "./acting.ts";
import type { RemedyDeps } from "./deps.ts";
import { factsOf } from "./present.ts";
import type { AppraisalRow } from "./rows.ts";
import type { RemedyStore } from "./store.ts";

/** 质量鉴定: the question, the body, the sample's way, the answer. It moves no limit of the case. */
export const createAppraisals = ({ appraisals }: RemedyStore, { now, seal, files }: RemedyDeps, ways: Ways) => {
  const request = (ticketId: string, body: AppraisalInput, asked: Request): Promise<AppraisalRow> =>
    ways.attempt("appraisal.request", asked.actor.id, ticketId, async () => {
      const ticket = await ways.ofComplaint(ticketId, asked.actor);
      const { key, actor } = asked;
      const row: AppraisalRow = {
        ...{ _id: newId(), schemaVersion: 1, version: 1, mark: newId(), lastKey: null, ticketId, departmentId: ticket.departmentId },
        ...{ state: "requested", item: body.item, question: body.question, requestedOn: ways.today(), requested: { by: actor.id, at: now() } },
        proposed: { complainant: body.proposedByComplainant ?? null, respondent: body.proposedByRespondent ?? null },
        ...{ body: null, handedOver: null, acceptedOn: null, receivedOn: null, declinedWhy: null },
        ...{ report: null, objection: null, closedOn: null, closedNote: null, links: [] },
        ...(key === undefined ? {} : { idem: key }),
      };
      const kept = sameRequest(await appraisals.insert(row), key);
      if (kept._id === row._id) await ways.record("appraisal.requested", actor.id, ticketId, { appraisal: row._id });
      return kept;
    });

  /** The report of a body is a PDF; it belongs to the case from now on. */
  const fileOf = async (ticketId: string, fileId: string | undefined): Promise<{ id: string; name: string } | null> => {
    if (fileId === undefined) return null;
    const [file] = await files.claim({ ids: [fileId], ticketId }).catch((error: unknown) => {
      if (error instanceof AppError && error.extra.fields?.attachmentIds !== undefined) throw invalid({ fileId: error.extra.fields.attachmentIds });
      throw error;
    });
    if (file === undefined || file.type !== "application/pdf") throw invalid({ fileId: { key: "field.pdfOnly" } });
    return { id: file.id, name: file.name };
  };

  const plan = async (row: AppraisalRow, action: AppraisalAction): Promise<Partial<AppraisalRow>> => {
    const state = obeyed(moveAppraisal(row.state, action.type, factsOf(row)));
    const { body = "", by = "agreed", cma = null, costs = null, reason = "", who = "" } = action;
    const from = row.acceptedOn ?? row.handedOver?.day ?? row.body?.day ?? row.requestedOn;
    switch (action.type) {
      case "name":
        return { state, body: { name: body, by, cma, costs, day: ways.dayWithin(action.day, row.requestedOn) }, declinedWhy: null, acceptedOn: null };
      case "handOver": {
        const named = { sealed: seal.close(who, `appraisal:${row._id}:who`), masked: maskName(who) };
        const day = ways.dayWithin(action.day, row.body?.day ?? row.requestedOn);
        return { state, handedOver: { seal: action.seal ?? "", photos: action.photos ?? null, who: named, day } };
      }
      case "accept":
        return { state, acceptedOn: ways.dayWithin(action.day, row.body?.day ?? row.requestedOn) };
      case "receive":
        return { state, receivedOn: ways.dayWithin(action.day, row.handedOver?.day ?? null) };
      case "decline":
        return { state, declinedWhy: reason };
      case "report": {
        const day = ways.dayWithin(action.day, from);
        const file = await fileOf(row.ticketId, action.fileId);
        return { state, report: { conclusion: action.conclusion ?? "", no: action.reportNo ?? "", day, file } };
      }
      case "object":
        return { state, objection: { side: action.side ?? "complainant", reason, day: ways.dayWithin(action.day, row.report?.day ?? null) } };
      case "close":
        return { state, closedOn: ways.today(), closedNote: action.reason ?? null };
    }
  };

  const act = async (id: string, action: AppraisalAction, asked: Request): Promise<AppraisalRow> => {
    const row = await appraisals.get(id);
    if (row === null) throw notFound();
    await ways.seen(row.ticketId, asked.actor);
    return ways.attempt(`appraisal.${action.type}`, asked.actor.id, row.ticketId, () => step(id, action, byOf(asked)), id);
  };
  const step = async (id: string, action: AppraisalAction, by: By): Promise<AppraisalRow> => {
    ways.complete("appraisal", action);
    const saved = await ways.change(appraisals, id, action.version, by, (row: AppraisalRow) => plan(row, action));
    await ways.record(`appraisal.${action.type}`, by.id, saved.ticketId, { appraisal: id });
    return saved;
  };

  return { request, act, step };
};
export type Appraisals = ReturnType<typeof createAppraisals>;
