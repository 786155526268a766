/** What a person can ask of a merchant, with the articles it rests on. Words: `remedy.kind.<id>`, `remedy.needs.<id>`, `remedy.formula.<id>`. */
export const REMEDY_KINDS = [
  ...(["repair", "redo", "exchange", "return", "makeUp", "refund", "damages"] as const),
  ...(["return7", "noReason7", "unfit", "fraud3", "punitive2", "food", "prepaid", "injury"] as const),
] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

/** Articles whose words stand in the catalogue under `remedy.article.<id>`. */
export const ARTICLES = [
  ...(["XBF24", "XBF25", "XBF49", "XBF52", "XBF53", "XBF54", "XBF55-1", "XBF55-2", "XBTL22", "XBTL49-1"] as const),
  ...(["CPF40", "CPF44", "CPF45", "MFD188", "MFD201", "MFD1179", "MFD1207", "FSL148-2", "FS2024", "YF14", "NRR", "QXB9", "QXB10"] as const),
] as const;
export type Article = (typeof ARTICLES)[number];

/** Heads of a claim for injury (民法典 1179, CPF 44). */
export const INJURY_HEADS = [
  ...(["medical", "nursing", "transport", "nutrition", "meals", "income"] as const),
  ...(["aids", "disability", "dependants", "funeral", "death"] as const),
] as const;
export type InjuryHead = (typeof INJURY_HEADS)[number];

const AMOUNTS = [...(["price", "unitPrice", "loss", "costs", "used", "reasonablePrice", "pricePart"] as const), ...INJURY_HEADS] as const;
const DAYS = ["receivedOn", "askedOn", "backOn", "paidOn", "until", "knownOn", "deliveredOn"] as const;
const NUMBERS = ["ordered", "got", "multiple", "ratePercent"] as const;
export type MoneyFact = (typeof AMOUNTS)[number];
export type DayFact = (typeof DAYS)[number];
export type NumberFact = (typeof NUMBERS)[number];
export type FactName = MoneyFact | DayFact | NumberFact;
export const FACT_NAMES: readonly FactName[] = [...AMOUNTS, ...DAYS, ...NUMBERS];
export const isMoneyFact = (name: FactName): name is MoneyFact => (AMOUNTS as readonly string[]).includes(name);
export const isDayFact = (name: FactName): name is DayFact => (DAYS as readonly string[]).includes(name);

export type KindRow = {
  id: RemedyKind;
  articles: readonly Article[];
  /** Facts without which nothing can be worked out. */
  needs: readonly FactName[];
  /** Facts that may be given besides. */
  takes: readonly FactName[];
};

const LIMITS = ["knownOn"] as const;
const plain = (id: RemedyKind, needs: readonly FactName[] = [], takes: readonly FactName[] = ["costs"]): KindRow => ({
  id,
  articles: ["XBF52", "CPF40"],
  needs,
  takes: [...takes, ...LIMITS],
});

export const KINDS: readonly KindRow[] = [
  plain("repair"),
  plain("redo"),
  plain("exchange"),
  plain("return", ["price"]),
  plain("makeUp", ["unitPrice", "ordered", "got"]),
  plain("refund", ["price"], ["used", "costs"]),
  plain("damages", ["loss"], ["costs"]),
  { id: "return7", articles: ["XBF24", "MFD201"], needs: ["price", "receivedOn"], takes: ["askedOn", "costs"] },
  { id: "noReason7", articles: ["XBF25", "NRR", "QXB9"], needs: ["price", "receivedOn"], takes: ["askedOn", "backOn"] },
  { id: "unfit", articles: ["XBF54"], needs: ["price"], takes: ["costs", ...LIMITS] },
  { id: "fraud3", articles: ["XBF55-1", "XBTL49-1"], needs: ["price"], takes: ["pricePart", ...LIMITS] },
  { id: "punitive2", articles: ["XBF55-2", "MFD1207"], needs: ["loss"], takes: ["multiple", ...LIMITS, "deliveredOn"] },
  { id: "food", articles: ["FSL148-2", "FS2024"], needs: ["price"], takes: ["reasonablePrice", "loss", ...LIMITS] },
  {
    id: "prepaid",
    articles: ["XBF53", "XBTL22", "YF14", "QXB10"],
    needs: ["price"],
    takes: ["used", "ratePercent", "paidOn", "until", "costs", ...LIMITS],
  },
  { id: "injury", articles: ["CPF44", "MFD1179", "XBF49"], needs: [], takes: [...INJURY_HEADS, ...LIMITS, "deliveredOn"] },
];
export const kindRow = (id: RemedyKind): KindRow => KINDS.find((row) => row.id === id) ?? plain(id);
