import { expect } from "chai";
import type { DisputeView, RoomView } from "../../shared/disputes/views.ts";
import { file, type Office } from "./office.ts";
import { complaint } from "./product.ts";

/** A mediation as it is lived: the office by its accounts, each side by its own way in. */
export const openMediation = async (office: Office, over: Record<string, unknown> = {}, joined?: (leadId: string) => Promise<void>) => {
  const { product } = office;
  const made = await file(office, complaint({ happenedOn: "2026-10-20", ...over }));
  await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
  await joined?.(made.id);
  await office.act(made.id, "mf.liu", { type: "sign" });
  await office.act(made.id, "mf.liu", { type: "accept" });
  const { body } = await product.request
    .post("/api/disputes")
    .set(await product.as("mf.liu"))
    .send({ ticketId: made.id })
    .expect(200);
  const id = body.dispute.id as string;

  const see = async (who = "mf.liu"): Promise<DisputeView> =>
    (
      await product.request
        .get(`/api/disputes/${id}`)
        .set(await product.as(who))
        .expect(200)
    ).body;
  const send = async (act: Record<string, unknown>, who = "mf.liu") => {
    const { version } = (await product.disputes.store.byId(id)) ?? { version: 0 };
    return product.request
      .post(`/api/disputes/${id}/actions`)
      .set(await product.as(who))
      .send({ version, ...act });
  };
  /** Acts; a refusal is the test's failure. */
  const act = async (given: Record<string, unknown>, who = "mf.liu") => {
    const { status, body: answer } = await send(given, who);
    expect(status, `${given.type}: ${JSON.stringify(answer)}`).to.equal(200);
    return answer as { dispute: DisputeView; link?: string; code?: string };
  };
  const refused = async (given: Record<string, unknown>, who = "mf.liu"): Promise<string> => {
    const { status, body: answer } = await send(given, who);
    expect(status, JSON.stringify(answer)).to.be.oneOf([400, 401, 403, 404, 409, 422]);
    return answer.error.rule ?? answer.error.code;
  };
  /** A party's own side of the room. */
  const partyBy = (token: string) => {
    const as = { authorization: `Bearer ${token}` };
    const room = async (): Promise<RoomView> => (await product.request.get("/api/public/room").set(as).expect(200)).body;
    const post = (given: Record<string, unknown>) => product.request.post("/api/public/room/actions").set(as).send(given);
    return {
      token,
      as,
      room,
      post,
      act: async (given: Record<string, unknown>): Promise<RoomView> => {
        const { status, body: answer } = await post(given);
        expect(status, `${given.type}: ${JSON.stringify(answer)}`).to.equal(200);
        return answer;
      },
      refused: async (given: Record<string, unknown>): Promise<string> => {
        const { status, body: answer } = await post(given);
        expect(status, JSON.stringify(answer)).to.be.oneOf([400, 401, 403, 404, 409, 422]);
        return answer.error.rule ?? answer.error.code;
      },
      say: (roomName: string, text: string) => product.request.post("/api/public/room/messages").set(as).send({ room: roomName, text }),
      hear: async (roomName: string) => product.request.get(`/api/public/room/messages?room=${roomName}`).set(as),
      /** With a code handed over by the office, as who has no way to get a message does. */
      sign: async (partyId: string): Promise<RoomView> => {
        const { code } = await act({ type: "giveCode", partyId, identityCheck: "当面核对身份证" });
        const { draft } = await room();
        const answer = await post({ type: "sign", hash: draft?.hash, code });
        expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
        return answer.body;
      },
    };
  };
  const link = async (partyId: string, days = 30): Promise<string> => {
    const { link: made } = await act({ type: "makeLink", partyId, days });
    return (made ?? "").split("#")[1] ?? "";
  };
  const byLink = async (secret: string) => {
    const { body: entered } = await product.request.post("/api/public/room/enter").send({ link: secret }).expect(200);
    return partyBy(entered.token as string);
  };
  const complainant = async () => {
    const tracked = await product.request.post(`/api/public/tickets/${made.no}/track`).send({ code: made.code }).expect(200);
    const { body: entered } = await product.request
      .post(`/api/public/tickets/${made.no}/room`)
      .set({ authorization: `Bearer ${tracked.body.token}` })
      .expect(200);
    return partyBy(entered.token as string);
  };
  /** Both asked, both in, both agreed. */
  const agreed = async () => {
    const until = new Date(product.clock.now().getTime() + 4 * 86_400_000).toISOString().slice(0, 10);
    await act({ type: "askConsent", answerBy: until });
    const [first, second] = [await complainant(), await byLink(await link("respondent"))];
    await first.act({ type: "consent", agrees: true });
    await second.act({ type: "consent", agrees: true, text: "愿意协商" });
    return { complainant: first, respondent: second };
  };
  /** What an offer stands for, from now. */
  const inDays = (days: number): string => new Date(product.clock.now().getTime() + days * 86_400_000).toISOString();
  return { ...made, disputeId: id, see, send, act, refused, link, byLink, complainant, agreed, inDays };
};
export type Mediation = Awaited<ReturnType<typeof openMediation>>;
