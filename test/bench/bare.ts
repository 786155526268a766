import express from "express";
import mongoose from "mongoose";
import { startEmbeddedMongo } from "../../server/engines/mongo.ts";

/**
 * The least that the same stack can do: Express and Mongoose, one document in, one page out, on the same engine with
 * the same durability. No rules, sealing, chain, search words or rights: what the product costs is what lies between.
 */
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const engine = await startEmbeddedMongo({ dataDir: process.argv[2] ?? "", log: silent });
const connection = await mongoose
  .createConnection(engine.uri, { dbName: "bare", autoIndex: true, maxPoolSize: 40, writeConcern: { w: "majority", journal: true } })
  .asPromise();
const cases = connection.model(
  "cases",
  new mongoose.Schema({
    title: String,
    text: String,
    open: Boolean,
    dueAt: Date,
    timeline: [{ _id: false, seq: Number, at: Date, type: { type: String } }],
  }).index({ open: 1, dueAt: 1, _id: 1 }),
);
await cases.init();

const app = express();
app.use(express.json());
app.post("/tickets", async (req, res) => {
  const { title, text } = req.body as { title: string; text: string };
  const at = new Date();
  const made = await cases.create({
    title,
    text,
    open: true,
    dueAt: new Date(at.getTime() + Math.random() * 1e9),
    timeline: [{ seq: 1, at, type: "filed" }],
  });
  res.status(201).json({ id: String(made._id) });
});
app.get("/tickets", async (_req, res) => {
  res.json({ items: await cases.find({ open: true }).select({ timeline: 0 }).sort({ dueAt: 1, _id: 1 }).limit(50).lean() });
});
const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`ready http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
});
process.on("SIGTERM", async () => {
  server.close();
  server.closeAllConnections();
  await connection.close();
  await engine.stop();
  process.exit(0);
});
