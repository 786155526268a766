import { expect } from "chai";
import { type Delivery, failed, realChannel } from "../../server/platform/delivery.ts";
import { keptLog } from "../support/listening.ts";

describe("a channel that closes", () => {
  const held = (graceMs: number) => {
    let end: (delivery: Delivery) => void = () => undefined;
    const channel = realChannel(
      "held",
      (_: string, cut) =>
        new Promise<Delivery>((done) => {
          end = done;
          cut.addEventListener("abort", () => done(failed("unreachable", "closing", false)));
        }),
      keptLog(),
      graceMs,
    );
    return { channel, end: (delivery: Delivery) => end(delivery) };
  };

  it("lets what is under way end and takes nothing more", async () => {
    const { channel, end } = held(60_000);
    const first = channel.send("one");
    const closed = channel.close();
    expect(await channel.send("two")).to.deep.equal({ result: "failed", reason: "unreachable", detail: "closing", retry: true });
    end({ result: "sent", reference: "1" });
    await closed;
    expect(await first).to.deep.equal({ result: "sent", reference: "1" });
  });

  it("cuts off what does not end", async () => {
    const { channel } = held(10);
    const first = channel.send("one");
    await channel.close();
    expect(await first).to.deep.equal({ result: "failed", reason: "unreachable", detail: "closing", retry: false });
  });

  it("tells of an unforeseen fault by its class alone", async () => {
    const log = keptLog();
    const channel = realChannel("broken", (text: string) => Promise.reject(new TypeError(text)), log);
    expect(await channel.send("geheim")).to.deep.equal({ result: "failed", reason: "unreachable", detail: "TypeError", retry: false });
    expect(log.text()).to.include("TypeError").and.not.include("geheim");
  });
});
