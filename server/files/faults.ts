import { AppError, invalid } from "../platform/errors.ts";

/** What can be wrong with an upload: every answer names the field `file`. */
export const fileFault = (key: string, params: Record<string, string | number> = {}): AppError => invalid({ file: { key, params } });
export const tooLarge = (): AppError => new AppError(413, "invalid", { fields: { file: { key: "field.fileSize" } } });
export const wrongType = (): AppError => fileFault("field.fileType");
export const interrupted = (): AppError => new AppError(400, "upload", { params: { reason: "uploadAborted" } });
export const tooSlow = (): AppError => new AppError(408, "upload", { params: { reason: "uploadSlow" } });
