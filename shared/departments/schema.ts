import { z } from "zod";
import { line, versionNo } from "../text.ts";

export const DEPARTMENT_KINDS = ["office", "group", "bureau", "centre", "party", "town", "street", "external"] as const;

/** 公平分派: whether the product itself gives a case that was sent here to one of its people. */
export const AUTO_ASSIGN = ["off", "on"] as const;
const autoAssign = z.enum(AUTO_ASSIGN, { error: "field.choice" });

export const createDepartmentSchema = z.strictObject({
  id: z.string({ error: "field.required" }).regex(/^[A-Z][A-Z0-9]{1,19}$/u, { error: "field.departmentCode" }),
  name: line(60),
  nameEn: line(120).optional(),
  kind: z.enum(DEPARTMENT_KINDS, { error: "field.choice" }),
  parentId: z.string().max(20).nullable().optional(),
  phone: line(40).optional(),
  /** May a case be dispatched to it? */
  canHold: z.boolean({ error: "field.boolean" }).default(true),
});
export type CreateDepartment = z.infer<typeof createDepartmentSchema>;

export const changeDepartmentSchema = z
  .strictObject({
    version: versionNo,
    name: line(60),
    nameEn: line(120).nullable(),
    parentId: z.string().max(20).nullable(),
    phone: line(40).nullable(),
    canHold: z.boolean({ error: "field.boolean" }),
    autoAssign,
    disabled: z.boolean({ error: "field.boolean" }),
  })
  .partial()
  .required({ version: true });
export type ChangeDepartment = z.infer<typeof changeDepartmentSchema>;

/** What a department's lead may change of the own department. */
export const autoAssignSchema = z.strictObject({ autoAssign });

export const departmentView = z.strictObject({
  id: z.string(),
  version: z.number(),
  name: z.string(),
  nameEn: z.string().nullable(),
  kind: z.enum(DEPARTMENT_KINDS),
  parentId: z.string().nullable(),
  phone: z.string().nullable(),
  canHold: z.boolean(),
  autoAssign,
  disabled: z.boolean(),
  users: z.number(),
  openCases: z.number().describe("open ordinary cases it holds"),
});
export type DepartmentView = z.infer<typeof departmentView>;
