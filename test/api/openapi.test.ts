import { expect } from "chai";
import { ROLES } from "../../shared/actor.ts";
import { RULES } from "../../shared/decision.ts";
import { DEPARTMENT_KINDS } from "../../shared/departments/schema.ts";
import { CHANNELS, CLOSINGS, DEMANDS, ID_TYPES, PERSONAL_FIELDS, REFUSALS, RETURN_REASONS, SORTS, VIEWS } from "../../shared/tickets/schema.ts";
import { ACTION_TYPES, KINDS, STATUSES } from "../../shared/tickets/status.ts";
import { STAGES } from "../../shared/tickets/track-views.ts";
import { AUDIENCES, ENTRY_TYPES, TONES } from "../../shared/tickets/views.ts";
import { startProduct, type TestProduct } from "../support/product.ts";

type Json = Record<string, unknown>;
type Operation = {
  summary?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
};
type Document = {
  openapi: string;
  info: Json;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: Json };
};

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const SCHEMA_TYPES = ["string", "number", "integer", "boolean", "array", "object", "null"];

describe("the description of the API", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  let document: Document;
  before(async () => {
    product = await startProduct("openapi");
    const answer = await product.request.get("/api/openapi.json");
    expect(answer.status).to.equal(200);
    expect(answer.headers["content-type"]).to.match(/^application\/json/u);
    document = answer.body;
  });

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));
  /** Every object anywhere in the document. */
  const walk = (value: unknown, visit: (node: Json, at: string) => void, at = "#"): void => {
    if (Array.isArray(value)) value.forEach((each, i) => void walk(each, visit, `${at}/${i}`));
    else if (typeof value === "object" && value !== null) {
      visit(value as Json, at);
      for (const [key, each] of Object.entries(value)) walk(each, visit, `${at}/${key}`);
    }
  };

  it("is OpenAPI 3.1 in its structure", () => {
    expect(document.openapi).to.match(/^3\.1\.\d+$/u);
    expect(document.info.title).to.be.a("string");
    expect(document.info.version).to.equal("test");
    expect(document.servers).to.deep.equal([{ url: "/api" }]);
    for (const { path, method, operation } of operations()) {
      const where = `${method} ${path}`;
      expect(path, where).to.match(/^\//u);
      expect(method, where).to.be.oneOf(METHODS);
      expect(operation.summary, where).to.be.a("string").and.not.equal("");
      expect(operation.tags, where).to.have.length(1);
      const templated = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
      const parameters = operation.parameters ?? [];
      expect(
        parameters.filter((each) => each.in === "path").map((each) => each.name),
        where,
      ).to.have.members(templated);
      for (const parameter of parameters) {
        expect(parameter.in, where).to.be.oneOf(["path", "query", "header", "cookie"]);
        expect(parameter.schema, where).to.be.an("object");
        if (parameter.in === "path") expect(parameter.required, where).to.equal(true);
      }
      expect(new Set(parameters.map((each) => `${each.in} ${each.name}`)).size, where).to.equal(parameters.length);
      if (method === "get") expect(operation.requestBody, where).to.equal(undefined);
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.filter((status) => /^2\d\d$/u.test(status)),
        where,
      ).to.have.length(1);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status, where).to.match(/^(?:[1-5]\d\d|default)$/u);
        expect(response.description, where).to.be.a("string");
      }
    }
  });

  it("holds schemas of JSON Schema, whose references lead somewhere", () => {
    let schemas = 0;
    walk(document, (node, at) => {
      if (typeof node.$ref === "string") {
        const target = node.$ref
          .split("/")
          .slice(1)
          .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);
        expect(target, `${at}: ${node.$ref}`).not.to.equal(undefined);
      }
      if (typeof node.type === "string" && !at.includes("/securitySchemes/") && !at.endsWith("/properties")) {
        schemas += 1;
        expect(node.type, at).to.be.oneOf(SCHEMA_TYPES);
        if (node.type === "array") expect(node.items, at).to.be.an("object");
        if (Array.isArray(node.required)) expect(Object.keys((node.properties ?? {}) as object), at).to.include.members(node.required);
      }
      if ("nullable" in node && !at.endsWith("/properties")) expect.fail(`${at}: nullable is of 3.0`);
    });
    expect(schemas).to.be.greaterThan(100);
  });

  it("names every endpoint once, with its method, its guard and its permission", () => {
    const found = operations().map(({ path, method }) => `${method} ${path}`);
    const wanted = product.endpoints.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/gu, "{$1}")}`);
    expect(found).to.have.members(wanted);
    for (const { method, path, guard, status, body } of product.endpoints) {
      const operation = document.paths[path.replace(/:(\w+)/gu, "{$1}")]?.[method];
      expect(operation?.responses, path).to.have.property(String(status));
      if (guard.who === "public") expect(operation?.security, path).to.equal(undefined);
      else expect(operation?.security, path).to.deep.equal([{ bearer: [] }]);
      if (body !== undefined) expect(operation?.requestBody, path).to.have.nested.property("content.application/json.schema");
      if (guard.who === "staff" && guard.permission !== undefined) expect(JSON.stringify(operation), path).to.include(guard.permission);
    }
    expect(document.components.securitySchemes.bearer).to.deep.include({ type: "http", scheme: "bearer" });
  });

  it("says every word that may be sent or answered", () => {
    const lists = new Set<string>();
    const consts = new Set<string>();
    walk(document, (node) => {
      if (Array.isArray(node.enum)) lists.add([...node.enum].sort().join(" "));
      if (typeof node.const === "string") consts.add(node.const);
      else if (Array.isArray(node.enum) && node.enum.length === 1) consts.add(String(node.enum[0]));
    });
    const wanted = {
      KINDS,
      STATUSES,
      VIEWS,
      SORTS,
      DEMANDS,
      REFUSALS,
      RETURN_REASONS,
      CLOSINGS,
      CHANNELS,
      ID_TYPES,
      ROLES,
      RULES,
      ENTRY_TYPES,
      AUDIENCES,
      STAGES,
      TONES,
      DEPARTMENT_KINDS,
    };
    for (const [name, values] of Object.entries(wanted)) expect(lists.has([...values].sort().join(" ")), name).to.equal(true);
    expect(lists.has([...PERSONAL_FIELDS, "contact"].sort().join(" ")), "fields to reveal").to.equal(true);
    expect([...consts]).to.include.members([...ACTION_TYPES]);
  });

  it("shows the one shape of an error, for every failure it names", () => {
    for (const { path, method, operation } of operations()) {
      const failures = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      for (const [status, response] of failures) {
        const where = `${method} ${path} ${status}`;
        expect(response, where).to.have.nested.property("content.application/json.schema.properties.error.properties.code");
        expect(response, where).to.have.nested.property("content.application/json.schema.properties.error.properties.message");
        expect(response, where).to.have.nested.property("content.application/json.schema.properties.error.properties.fields");
      }
      if (operation.security !== undefined) expect(operation.responses, `${method} ${path}`).to.have.property("401");
    }
  });

  it("is shown by a page that asks no other host", async () => {
    const moved = await product.request.get("/api/docs");
    expect(moved.status).to.equal(301);
    expect(moved.headers.location).to.equal("/api/docs/");
    const page = await product.request.get("/api/docs/");
    expect(page.status).to.equal(200);
    expect(page.text).not.to.match(/(?:https?:)?\/\/\w/u);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, file]) => file ?? "");
    expect(files).to.have.length(3);
    for (const file of files) {
      const loaded = await product.request.get(new URL(file, `${product.url}/api/docs/`).pathname);
      expect(loaded.status, file).to.equal(200);
      expect(loaded.headers["content-type"], file).to.match(file.endsWith(".css") ? /css/u : /javascript/u);
    }
    const start = await product.request.get("/api/docs/start.js");
    expect(start.text)
      .to.include('url: "../openapi.json"')
      .and.include('validatorUrl: "none"')
      .and.not.match(/https?:/u);
    const policy = String(page.headers["content-security-policy"]);
    const sources = policy.split(";").map((directive) => directive.trim().split(/\s+/u));
    for (const [directive = "", ...allowed] of sources)
      for (const source of allowed) expect(source, directive).to.be.oneOf(["'self'", "'none'", "'unsafe-inline'", "data:", "blob:"]);
    const of = (name: string) => sources.find(([directive]) => directive === name)?.slice(1);
    expect(of("script-src")).to.deep.equal(["'self'"]);
    expect(of("default-src")).to.deep.equal(["'self'"]);
    expect(of("connect-src")).to.deep.equal(["'self'"]);
    expect(of("frame-ancestors")).to.deep.equal(["'self'"]);
    expect(of("object-src")).to.deep.equal(["'none'"]);
  });
});
