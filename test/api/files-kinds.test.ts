import { expect } from "chai";
import sharp from "sharp";
import request from "supertest";
import { createGate } from "../../server/files/gate.ts";
import type { Uploaded } from "../../shared/files/schema.ts";
import { filesApp } from "../files-support/app.ts";
import { amr, docx, exe, film, html, mp3, noise, pdf, photo, svg, wav, zip } from "../files-support/samples.ts";

describe("files: kinds", function () {
  this.timeout(60_000);
  let app: Awaited<ReturnType<typeof filesApp>>;
  before(async () => {
    app = await filesApp("files-kinds");
  });
  after(() => app.stop());

  const send = (bytes: Buffer, name: string) => request(app.server).post("/public/uploads").set("accept-language", "en").attach("file", bytes, name);
  const uploaded = async (bytes: Buffer, name: string): Promise<Uploaded> => (await send(bytes, name).expect(201)).body as Uploaded;
  const refused = async (bytes: Buffer, name: string) => {
    const before = await app.db.collection("uploads").countDocuments();
    const { body } = await send(bytes, name).expect(400);
    expect(body.error.fields.file, name).to.include("does not match");
    expect(await app.db.collection("uploads").countDocuments(), name).to.equal(before);
  };

  it("takes every kind it promises, and blanks what a film tells about its place", async () => {
    const png = await sharp(await photo())
      .png()
      .withExif({ IFD0: { Make: "ShouJi" } })
      .toBuffer();
    const webp = await sharp(await photo())
      .webp()
      .withExif({ IFD0: { Make: "ShouJi" } })
      .toBuffer();
    const kinds = { "a.png": png, "a.webp": webp, "a.pdf": pdf(), "a.docx": docx(), "a.mp3": mp3(), "a.amr": amr(), "a.wav": wav() };
    for (const [name, bytes] of Object.entries(kinds)) await uploaded(bytes, name);
    const moving = await sharp(
      [
        await photo(),
        await sharp(await photo())
          .negate()
          .toBuffer(),
      ],
      { join: { animated: true } },
    )
      .webp()
      .toBuffer();
    const files = {
      png: await uploaded(png, "b.PNG"),
      moving: await uploaded(moving, "b.webp"),
      film: await uploaded(film(), "b.mp4"),
      sound: await uploaded(film("M4A "), "b.m4a"),
    };
    expect(files.sound.type).to.equal("audio/mp4");
    expect((await sharp((await app.files.open(files.png.id)).bytes).metadata()).exif).to.equal(undefined);
    expect((await sharp((await app.files.open(files.moving.id)).bytes).metadata()).pages).to.equal(2);
    const { bytes } = await app.files.open(files.film.id);
    expect(bytes.length).to.equal(film().length);
    expect(bytes.toString("latin1")).to.include("SAMPLES").and.not.include("+37.5131").and.not.include("SECRET-OWNER");
  });

  it("refuses what is not what its name says", async () => {
    const jpeg = await photo();
    const lies: [Buffer, string][] = [
      [exe(), "a.jpg"],
      [html(), "a.pdf"],
      [svg(), "a.png"],
      [svg(), "a.svg"],
      [html(), "a.html"],
      [exe(), "a.exe"],
      [jpeg, "a.png"],
      [jpeg, "a"],
      [jpeg, "a.constructor"],
      [jpeg.subarray(0, jpeg.length / 2), "a.jpg"],
      [zip({ "a.txt": "x" }), "a.docx"],
      [docx(), "a.xlsx"],
      [docx({ "word/vbaProject.bin": "x" }), "a.docx"],
      [docx({}, 0x7fffffff), "a.docx"],
      [film("qt  "), "a.mp4"],
      [Buffer.concat([film(), noise(20, "\0\0\xff\xffmoov")]), "a.mp4"],
    ];
    for (const [bytes, name] of lies) await refused(bytes, name);
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    await refused(bomb, "bomb.png");
  });

  it("lets in as much as fits, first come first served, and forgets who has left", async () => {
    const gate = createGate(4);
    const order: string[] = [];
    const enter = (name: string, weight: number, signal?: AbortSignal) =>
      gate.enter(weight, signal).then((release) => {
        order.push(name);
        return release;
      });
    const first = await enter("first", 3);
    const leaving = new AbortController();
    const gone = enter("gone", 4, leaving.signal).catch((reason: unknown) => reason);
    const heavy = enter("heavy", 9);
    const light = enter("light", 1);
    leaving.abort("left");
    expect(await gone).to.equal("left");
    expect(order, "nobody overtakes the heavy one").to.deep.equal(["first"]);
    first();
    first();
    (await heavy)();
    (await light)();
    expect(order).to.deep.equal(["first", "heavy", "light"]);
  });
});
