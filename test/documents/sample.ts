import { seedForms } from "../../server/seed/forms.ts";
import { seedCodes } from "../../server/seed/index.ts";
import type { Form, FormValues } from "../../shared/documents/form.ts";
import { type LayContext, lay } from "../../shared/documents/lay.ts";
import type { Paper } from "../../shared/documents/paper.ts";

/** A character of the second plane and one that is rare in names. */
export const RARE = "𬍛㛃";
export const AUTHORITY = "威海火炬高技术产业开发区市场监督管理局";

const SENTENCE = "二〇二六年四月十八日，投诉人在被投诉人门店购买电热水壶一把（型号ZX-1500A，价款299.00元），使用第二日壶底漏电，手指被灼伤；";
/** Some three thousand characters in paragraphs, with a beginning and an end that can be found again. */
export const NARRATIVE = `开头：${SENTENCE}\n${Array.from({ length: 6 }, () => SENTENCE.repeat(7)).join("\n")}\n结尾：以上属实。`;

const VALUES: FormValues = {
  registrar: "高新区质量投诉受理中心",
  no: "ZS26-000123",
  complainantName: `欧阳${RARE}`,
  complainantPhone: "13800000001",
  idType: "idCard",
  idNo: "11010519491231002X",
  complainantAddress: "山东省威海市文化西路180号3号楼2单元501室",
  consentPublicity: true,
  consentEntrust: false,
  agentName: "王代理",
  agentPhone: "13800000002",
  agentAuthority: "代为投诉、参加调解；特别授权；至2026年12月31日",
  respondentName: "威海海纳家用电器销售有限公司",
  respondentContact: "赵经理",
  respondentAddress: "威海市世昌大道7号1层",
  respondentPhone: "0631-5210000",
  facts: NARRATIVE,
  request: ["return", "compensate"],
  requestDetail: "退还价款299元，赔偿医疗费和误工费共600元。",
  reporterName: "钱举报",
  reporterPhone: "13800000003",
  reporterAddress: "威海市沈阳路1号",
  reporterId: "110105194912310038",
  targetName: "威海某食品加工厂",
  targetAddress: "威海市双岛路9号",
  clue: NARRATIVE,
  unit: "威海市环翠区市场监督管理局",
  matterKind: "complaint",
  person: `欧阳${RARE}`,
  date: "2026-04-20",
  received: "2026-04-20",
  about: "电热水壶漏电",
  reportBy: "2026-05-20",
  pieces: 3,
  pages: 12,
  due: "2026-04-30",
  list: ["居民身份证复印件", "授权委托书原件", "购物小票或者付款记录"],
  bring: ["身份证明材料", "购物凭证", "涉案商品"],
  phone: "0631-5212315",
  address: "威海市火炬路159号",
  handler: "刘振东",
  reason: "投诉人未提供授权委托书原件，经通知仍未补交。",
  legalBasis: "《中华人民共和国消费者权益保护法实施条例》第四十六条第一款",
  routes: ["X1", "X2", "X3", "X4", "X5"],
  party: "威海海纳家用电器销售有限公司",
  parties: `欧阳${RARE}、威海海纳家用电器销售有限公司`,
  time: "2026-05-06T09:30",
  place: "高新区市场监督管理局调解室2（火炬路159号）",
  recusalDays: 3,
  mediator: "顾明远、孙立",
  complainantAgent: "王代理",
  complainantAgentPhone: "13800000002",
  complainantAgentAddress: "威海市沈阳路2号",
  legalRepresentative: "周明",
  respondentAgent: "赵经理",
  respondentAgentPhone: "13800000004",
  respondentAgentAddress: "威海市世昌大道7号",
  matter: NARRATIVE,
  agreement: "一、被投诉人退还价款299元；\n二、被投诉人赔偿医疗费、误工费共600元；\n三、双方就本争议再无其他请求。",
  performance: "自签字之日起七日内转账支付。",
  reporter: "钱举报",
  law: "《中华人民共和国食品安全法》",
  article: "第一百一十五条",
  result: NARRATIVE,
  issuedAt: "2026-05-08",
};
const ITEMS: Record<number, string> = { 6: "REF5", 8: "TERM6" };

export const forms = (): Form[] => seedForms().forms;

/** Values for every field that is typed in. */
export const fullValues = (form: Form): FormValues =>
  Object.fromEntries(
    form.fields
      .filter(({ type }) => !["docNumber", "seal", "signature"].includes(type))
      .map(({ key }) => [key, key === "itemNo" ? ITEMS[form.no] : VALUES[key]]),
  );

/** Values for the required fields alone, each as short as may be. */
export const leastValues = (form: Form): FormValues => {
  const full = fullValues(form);
  const short = (key: string): FormValues[string] => (full[key] === NARRATIVE ? "漏电。" : full[key]);
  return Object.fromEntries(
    form.fields
      .filter(({ key, required }) => required && key in full)
      .map(({ key }) => [key, key === "itemNo" ? (form.no === 6 ? "REF1" : "TERM1") : short(key)]),
  );
};

export const contextOf = (form: Form): LayContext => ({
  docNo: form.numbered ? `高新市监${form.kindWord}〔2026〕第12号` : null,
  authority: AUTHORITY,
  items: seedCodes(),
});
export const paperOf = (form: Form, values: FormValues): Paper => lay(form, values, contextOf(form));
