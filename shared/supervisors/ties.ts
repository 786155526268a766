/** Who is bound to whom: a supervisor's employer and declared ties against the names of the parties (令121号 art. 21 applied to those who assist). */
export const TIE_KINDS = ["employer", "family", "business", "other"] as const;
export type TieKind = (typeof TIE_KINDS)[number];
export type Tie = { kind: TieKind; name: string };
/** Whose tie was found: `self` is the supervisor's own name among the parties. */
export type FoundTie = { kind: TieKind | "self"; name: string; party: string };
export type Tied = { name: string; employer: string; ties: readonly Tie[] };

/** A name contained in another counts from this length on: shorter ones are found in too many. Practice. */
export const SHORTEST_CONTAINED = 4;
const SUFFIXES = ["有限责任公司", "股份有限公司", "有限公司", "个体工商户", "分公司", "公司", "集团"];

/** As names are compared: full and half width alike, without spaces, marks and the legal form at the end. */
export const plainName = (name: string): string => {
  const bare = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]/gu, "");
  let plain = bare;
  for (let cut: string | undefined = ""; cut !== undefined; ) {
    const now: string = plain;
    cut = SUFFIXES.find((suffix) => now.endsWith(suffix) && now.length > suffix.length);
    if (cut !== undefined) plain = plain.slice(0, -cut.length);
  }
  return plain;
};

export const sameName = (one: string, other: string): boolean => {
  const [a, b] = [plainName(one), plainName(other)];
  if (a === "" || b === "") return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short === long || ([...short].length >= SHORTEST_CONTAINED && long.includes(short));
};

/** The first tie to one of the parties: the own person, then the employer, which always counts, then what was declared. */
export const tieOf = (supervisor: Tied, names: readonly string[]): FoundTie | null => {
  for (const party of names)
    if (plainName(party) !== "" && plainName(party) === plainName(supervisor.name)) return { kind: "self", name: party, party };
  for (const tie of [{ kind: "employer", name: supervisor.employer } as const, ...supervisor.ties])
    for (const party of names) if (sameName(tie.name, party)) return { ...tie, party };
  return null;
};
