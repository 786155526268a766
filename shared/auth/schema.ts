import { z } from "zod";
import { ROLES } from "../actor.ts";
import { PERMISSIONS, type Permission } from "../can.ts";

export const USERNAME = /^[a-z][a-z0-9.-]{2,39}$/u;

export const signInSchema = z.strictObject({
  username: z.string({ error: "field.required" }).min(1, { error: "field.required" }).max(100, { error: "field.tooLong" }),
  password: z.string({ error: "field.required" }).min(1, { error: "field.required" }).max(200, { error: "field.tooLong" }),
});

/** A new password: long rather than odd. That it differs from the user name is checked where the name is known. */
export const newPassword = z.string({ error: "field.password" }).min(10, { error: "field.password" }).max(200, { error: "field.tooLong" });

export const passwordSchema = z.strictObject({ current: z.string({ error: "field.required" }).max(200), next: newPassword });

export const meView = z.strictObject({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  departmentId: z.string(),
  departmentName: z.string(),
  permissions: z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])),
  mustChangePassword: z.boolean(),
  deputyFor: z.array(z.string()),
});
export type Me = z.infer<typeof meView>;

/** `accessToken`: JWT, 15 minutes. The refresh token travels only in an httpOnly cookie. `now`: the product's clock. */
export const signedInView = z.strictObject({ accessToken: z.string(), expiresAt: z.string(), user: meView, now: z.string() });
export type SignedIn = z.infer<typeof signedInView>;
