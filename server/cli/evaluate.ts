import { once } from "node:events";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { indexCalendar } from "../../shared/calendar.ts";
import { answerLine, type DeadlineBook } from "../../shared/evaluate/deadlines.ts";
import { seedCalendars, seedClockRules, seedUnmeasuredRules } from "../seed/index.ts";

const USAGE = `usage: npm run evaluate -- deadlines --cases FILE.jsonl
  one line in:  {"id", "rule", "start", "pauses"?: [{"from", "to"}], "extensions"?, "reading"?: "a" | "b" | "c"}
  one line out: {"id", "due", "warnAt", "rule", "source"} or {"id", "error": {"code", "message", …}}
  FILE may be - for standard input. Dates are Asia/Shanghai.`;

type Output = NodeJS.WriteStream;

/** Lines of a stream, without their ends and without a leading byte order mark. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  input.setEncoding("utf8");
  let rest = "";
  let first = true;
  for await (const chunk of input as AsyncIterable<string>) {
    const lines = (rest + (first ? chunk.replace(/^\uFEFF/, "") : chunk)).split("\n");
    first = false;
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.trim();
  }
  if (rest !== "") yield rest.trim();
}

const deadlines = async (input: Readable, output: Output): Promise<void> => {
  const book: DeadlineBook = { rules: seedClockRules(), unmeasured: seedUnmeasuredRules(), calendar: indexCalendar(seedCalendars()) };
  let number = 0;
  for await (const line of linesOf(input)) {
    number += 1;
    if (line === "") continue;
    // A slow reader at the other end must not fill our memory.
    if (!output.write(`${JSON.stringify(answerLine(line, number, book))}\n`)) await once(output, "drain");
  }
};

const main = async (argv: readonly string[]): Promise<number> => {
  const [subject, flag, file, ...more] = argv;
  if (subject === "--help" || subject === "-h") {
    console.log(USAGE);
    return 0;
  }
  if (subject !== "deadlines" || flag !== "--cases" || file === undefined || more.length > 0) {
    console.error(USAGE);
    return 2;
  }
  try {
    await deadlines(file === "-" ? process.stdin : createReadStream(file), process.stdout);
    return 0;
  } catch (error) {
    // The reader closed the pipe (head): nothing is wrong.
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return 0;
    console.error(`evaluate: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};

process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await main(process.argv.slice(2));
