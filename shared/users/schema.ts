import { z } from "zod";
import { ROLES } from "../actor.ts";
import { newPassword, USERNAME } from "../auth/schema.ts";
import { pageQuery } from "../page.ts";
import { idText, line, phone, versionNo } from "../text.ts";
import { day } from "../tickets/schema.ts";

const roles = z
  .array(z.enum(ROLES, { error: "field.choice" }))
  .min(1, { error: "field.rolesNeeded" })
  .max(ROLES.length);
const departmentId = idText(20);
/** Codes of top-level categories whose matters this person knows. */
const skills = z.array(idText(20)).max(40, { error: "field.tooMany" });

export const createUserSchema = z.strictObject({
  username: z.string({ error: "field.username" }).regex(USERNAME, { error: "field.username" }),
  name: line(60),
  roles,
  departmentId,
  phone: phone.optional(),
  skills: skills.optional(),
  /** Left out: one is made and shown once; the person must change it at the first sign-in. */
  password: newPassword.optional(),
});
export type CreateUser = z.infer<typeof createUserSchema>;

const onLeave = z
  .strictObject({ from: day, to: day, deputyId: z.string().max(60).optional() })
  .refine((leave) => leave.from <= leave.to, { error: "field.period", path: ["to"] });

/** What the administrator may change: name, roles, move to a department, disable, leave with a deputy. */
export const changeUserSchema = z
  .strictObject({
    version: versionNo,
    name: line(60),
    roles,
    departmentId,
    phone: phone.nullable(),
    disabled: z.boolean({ error: "field.boolean" }),
    onLeave: onLeave.nullable(),
    skills,
  })
  .partial()
  .required({ version: true });
export type ChangeUser = z.infer<typeof changeUserSchema>;

/** What a department's lead may change of own people. */
export const skillsSchema = z.strictObject({ version: versionNo, skills });

/** Open cases of one person go to another of the same department; reports go back to the department's lead instead. */
export const handOverSchema = z.strictObject({ toUserId: idText(60) });

export const userListQuery = z.strictObject({
  departmentId: z.string().max(20).optional(),
  q: z.string().max(100).optional(),
  disabled: z.enum(["true", "false"]).optional(),
  ...pageQuery,
});

export const userView = z.strictObject({
  id: z.string(),
  version: z.number(),
  username: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  departmentId: z.string(),
  departmentName: z.string(),
  phone: z.string().nullable(),
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  onLeave: z
    .strictObject({ from: z.string(), to: z.string(), deputyId: z.string().nullable(), deputyName: z.string().nullable(), now: z.boolean() })
    .nullable(),
  skills: z.array(z.string()).describe("codes of top-level categories"),
  lastSignInAt: z.string().nullable(),
  /** Open ordinary cases in this person's name. */
  openCases: z.number(),
});
export type UserView = z.infer<typeof userView>;

/** `password` is present once, in the answer to the request that made it. */
export const createdUserView = z.strictObject({ user: userView, password: z.string().optional() });
export const resetPasswordView = z.strictObject({ password: z.string() });
export const handedOverView = z.strictObject({ moved: z.number(), failed: z.array(z.strictObject({ no: z.string(), message: z.string() })) });
