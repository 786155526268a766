import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

const root = path.resolve(import.meta.dirname, "../..");

export type Program = { child: ChildProcess; url: string; stop: () => Promise<void> };

/** Starts a program of ours and answers where it listens, as its `ready` line says. */
export const startProgram = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<Program> => {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const url = await new Promise<string>((ready, failed) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (text) => {
      const found = /^ready (\S+)/u.exec(text)?.[1];
      if (found !== undefined) ready(found);
    });
    void gone.then(() => failed(new Error(`${args.join(" ")} ended before it was ready`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
  };
  return { child, url, stop };
};
