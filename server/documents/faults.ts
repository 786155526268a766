import { AppError } from "../platform/errors.ts";

export { invalid } from "../platform/errors.ts";

/** Somebody was faster: who, and the version that there is now. */
export const stale = (name: string, version: number): AppError =>
  new AppError(409, "stale", { params: { name }, conflict: { version, changes: [] } });
