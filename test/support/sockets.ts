import { expect } from "chai";
import jwt from "jsonwebtoken";
import { io, type Socket } from "socket.io-client";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { complaint, type TestProduct, until } from "./product.ts";

type Message = { name: string; body: unknown };
export type Ear = {
  socket: Socket;
  /** Everything heard so far, in order. */
  heard: Message[];
  named: (name: string) => unknown[];
  ask: (name: string, ...args: unknown[]) => Promise<unknown>;
};

const open = new Set<Socket>();

/** Connects with what a page sends in its handshake; rejects with the server's word when it is not let in. */
export const listen = (url: string, auth: object | undefined): Promise<Ear> => {
  const socket = io(url, { transports: ["websocket"], reconnection: false, forceNew: true, ...(auth === undefined ? {} : { auth }) });
  open.add(socket);
  const heard: Message[] = [];
  socket.onAny((name: string, body: unknown) => heard.push({ name, body }));
  return new Promise((resolve, reject) => {
    socket.on("connect", () =>
      resolve({
        socket,
        heard,
        named: (name) => heard.filter((message) => message.name === name).map(({ body }) => body),
        ask: (name, ...args) => socket.timeout(5000).emitWithAck(name, ...args),
      }),
    );
    socket.on("connect_error", reject);
  });
};

/** The connection was ended by the server, and it said so first. */
export const ended = (ear: Ear, what: string): Promise<unknown> => until(() => ear.socket.disconnected && ear.named("ended").length === 1, what);

afterEach(() => {
  for (const socket of open) socket.disconnect();
  open.clear();
});

/** What tests of sockets do with the product, once it has started. */
export const socketsOf = (product: () => TestProduct) => {
  const tokenOf = async (who: string) => (await product().as(who)).authorization.slice(7);
  const staff = async (who: string): Promise<Ear> => listen(product().url, { token: await tokenOf(who) });
  const signIn = async (username: string, password = DEMO_PASSWORD) =>
    (await product().request.post("/api/auth/sign-in").send({ username, password })).body as { accessToken: string; user: { id: string } };
  const post = async (who: string, path: string, body: object) =>
    product()
      .request.post(`/api${path}`)
      .set(await product().as(who))
      .send(body);
  const act = async (who: string, id: string, body: object): Promise<number> => {
    const answer = await post(who, `/tickets/${id}/actions`, body);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body.ticket.version as number;
  };
  const file = async (body: object = complaint()) => {
    const { no, code } = (await product().request.post("/api/public/tickets").send(body)).body as { no: string; code: string };
    return { no, code, id: (await product().tickets.store.byNo(no))?._id ?? "" };
  };
  const track = async ({ no, code }: { no: string; code: string }) =>
    (await product().request.post(`/api/public/tickets/${no}/track`).send({ code })).body.token as string;
  const citizen = async (filed: { no: string; code: string }): Promise<Ear> => {
    // What was told of the filing must not arrive later, as if it were new.
    await product().tickets.relay.drained();
    return listen(product().url, { track: await track(filed) });
  };
  /** The versions of a case that a socket was told of, in order. */
  const versions = (ear: Ear, id: string) =>
    (ear.named("changed") as { id: string; version: number }[]).filter((message) => message.id === id).map(({ version }) => version);
  /** Resolves when all that the product has to say of past acts has arrived. */
  const settled = async (...ears: Ear[]) => {
    await product().tickets.relay.drained();
    // An answer comes after every message that was sent to this socket before it.
    await Promise.all(ears.map((ear) => ear.ask("renew", "nothing")));
  };
  /** A token of the same session with another end. */
  const retimed = (token: string, exp: number): string => {
    const { kid, secret, issuer, audience } = product().config.jwt;
    const { sub, sid, ep } = jwt.decode(token) as { sub: string; sid: string; ep: number };
    return jwt.sign({ sub, sid, ep, exp }, Buffer.from(secret, "base64url"), { algorithm: "HS256", keyid: kid, issuer, audience });
  };
  const seconds = () => Math.floor(Date.now() / 1000);

  return { tokenOf, staff, signIn, post, act, file, track, citizen, versions, settled, retimed, seconds };
};
