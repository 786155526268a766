/** Records of a CSV text by RFC 4180: quoted fields may hold commas, line breaks and doubled quotes. Throws on a quote that never closes. */
export async function* csvRecords(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let record: string[] = [];
  let field = "";
  let state: "plain" | "quoted" | "afterQuote" = "plain";
  let afterReturn = false;

  for await (const chunk of chunks) {
    for (const char of chunk) {
      const lineFeedOfPair = afterReturn && char === "\n";
      afterReturn = false;
      if (lineFeedOfPair) continue;
      if (state === "quoted") {
        if (char === '"') state = "afterQuote";
        else field += char;
        continue;
      }
      if (char === '"' && (state === "afterQuote" || field === "")) {
        // A doubled quote inside a quoted field is one quote; the first one of a field opens it.
        if (state === "afterQuote") field += '"';
        state = "quoted";
      } else if (char === ",") {
        record.push(field);
        field = "";
        state = "plain";
      } else if (char === "\n" || char === "\r") {
        afterReturn = char === "\r";
        // An empty line is no record.
        if (record.length > 0 || field !== "" || state === "afterQuote") yield [...record, field];
        record = [];
        field = "";
        state = "plain";
      } else field += char;
    }
  }
  if (state === "quoted") throw new Error("a quoted field is not closed at the end of the file");
  if (record.length > 0 || field !== "" || state === "afterQuote") yield [...record, field];
}
