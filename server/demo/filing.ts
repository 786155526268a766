import type { DEMANDS, RegisterInput } from "../../shared/tickets/schema.ts";
import type { Doer, Story, World } from "./story.ts";

/** The body with which a story's case is filed. */
export const filingOf = (story: Story, world: World): RegisterInput => {
  const { person, respondent, purchase, amount, expected } = story;
  const bought = purchase !== null && purchase.date <= story.receivedAt.slice(0, 10) ? purchase.date : null;
  const demands = demandsOf(story);
  return {
    kind: story.kind,
    channel: story.channel,
    title: story.title,
    text: story.text,
    region: story.region,
    categoryCode: expected.category,
    privacyVersion: world.privacyVersion,
    ...peopleOf(story),
    ...(respondent === null ? {} : { respondent: { name: nameOf(respondent, world), address: respondent.address } }),
    ...(expected.object === null ? {} : { objectCode: expected.object }),
    ...(demands.length === 0 ? {} : { demands }),
    ...(amount === null || amount === 0 ? {} : { amount }),
    ...(bought === null ? {} : { happenedOn: bought }),
    ...(person.confidential ? { confidential: true } : {}),
    ...(story.kind === "complaint" && person.consentPublicity !== null ? { consentPublic: person.consentPublicity } : {}),
    ...(story.kind === "complaint" && person.consentEntrust !== null ? { consentEntrust: person.consentEntrust } : {}),
    ...(story.platform12315No === null ? {} : { platformNo12315: story.platform12315No }),
    ...(story.ticket12345No === null ? {} : { no12345: story.ticket12345No }),
  };
};

/** Whoever writes for themselves on a page or a platform; everything else is typed in at the intake desk. */
const SELF: readonly Story["channel"][] = ["WEB", "APP", "P12315", "ODR", "MAILBOX"];
const NIGHT_FROM = 17;
const OPERATORS = ["op.lin", "op.sun", "op.yu"] as const;

export const filerOf = (story: Story): Doer => {
  const told = story.history.find(({ event }) => event === "filed")?.actor;
  if (told !== undefined && told !== "citizen") return { type: "staff", username: told };
  if (told === "citizen" || SELF.includes(story.channel)) return { type: "citizen" };
  const hour = Number(story.receivedAt.slice(11, 13));
  const day = OPERATORS[Number(story.id.slice(1)) % OPERATORS.length] ?? OPERATORS[0];
  return { type: "staff", username: hour >= NIGHT_FROM ? "op.jin" : day };
};

type Demand = (typeof DEMANDS)[number];

const REMEDIES: Record<string, readonly Demand[]> = {
  RM01: ["repair"],
  RM02: ["redo"],
  RM03: ["exchange"],
  RM04: ["return", "refund"],
  RM05: ["makeUp"],
  RM06: ["refund"],
  RM07: ["compensate"],
  RM08: ["return", "refund"],
  RM09: ["return", "refund"],
  RM10: ["return", "refund"],
  RM11: ["refund", "compensate"],
  RM12: ["compensate"],
  RM13: ["refund", "compensate"],
  RM14: ["refund", "compensate"],
  RM15: ["refund"],
  RM16: ["compensate"],
  RM17: ["compensate"],
  RM18: ["compensate"],
  RM19: ["apologise"],
  RM20: ["other"],
  RM21: ["exchange"],
  RM22: ["exchange"],
  RM23: ["exchange"],
};

const demandsOf = ({ kind, demands, mixed }: Story): Demand[] => {
  if (kind !== "complaint") return [];
  const asked = demands.flatMap((code) => REMEDIES[code] ?? ["other" as const]);
  // Art. 10 asks for a demand; who complains of dust or noise asks that it be dealt with.
  return [...new Set<Demand>([...(asked.length === 0 ? (["other"] as const) : asked), ...(mixed === null ? [] : (["investigate"] as const))])];
};

const peopleOf = (story: Story): Pick<RegisterInput, "complainant" | "agent"> => {
  const { name, phone, anonymous, represents } = story.person;
  if (anonymous || name === null || phone === null) return {};
  const speaker = { name, phone };
  if (represents === null) return { complainant: { ...speaker, address: addressIn(story) } };
  return {
    complainant: { name: represents.name, phone: represents.phone, address: addressIn(story) },
    agent: { ...speaker, authority: represents.authority },
  };
};

const nameOf = ({ enterprise, name }: NonNullable<Story["respondent"]>, world: World): string =>
  (enterprise === null ? null : world.enterprise(enterprise)) ?? name;

const STREETS: Record<string, readonly string[]> = {
  "R-JD1": ["潮汐路66号", "星汉路12号", "文澜路103号", "丹枫路8号", "星野路45号"],
  "R-JD2": ["书香路30号", "松涛路61号", "启智路85号"],
  "R-JD3": ["青禾路22号", "鹿鸣路9号", "锦禾路1号"],
  "R-ZHEN1": ["镇一桥头村", "镇一工业路6号"],
  "R-ZHEN2": ["镇二河堤村", "镇二集市路14号"],
};

/** A neutral address in the case's region, always the same one for a case. */
const addressIn = ({ id, region }: Story): string => {
  const n = Number(id.slice(1));
  const streets = STREETS[region] ?? STREETS["R-JD1"] ?? [];
  const street = streets[n % streets.length] ?? "";
  return street.endsWith("村") ? `${street}${n}号` : `${street}${1 + (n % 9)}号楼${1 + (n % 4)}单元${1 + (n % 6)}0${1 + (n % 3)}`;
};
