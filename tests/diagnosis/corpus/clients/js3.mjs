// The SDK for JavaScript, version 3: calls operations, and returns what programs print of the error.
// Input and output are as in boto.py.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";

const require = createRequire(process.env.CLIENTS + "/");
const LEVELS = { level: 30, time: Date.UTC(2024, 4, 6, 7, 8, 9), pid: 4711, hostname: "backup-1" };

const FORMS = {
  "console-error": (error) => inspect(error),
  "console-error-colours": (error) => inspect(error, { colors: true }),
  stack: (error) => error.stack,
  json: (error) => JSON.stringify(error),
  string: (error) => String(error),
  message: (error) => error.message,
  uncaught: (error) => `Uncaught ${inspect(error)}\n\nNode.js ${process.version}`,
  pino: (error) => JSON.stringify({ ...LEVELS, level: 50, err: pinoError(error), msg: error.message }),
};

function pinoError(error) {
  return require("pino").stdSerializers.err(error);
}

async function run(job) {
  const sdk = require(job.package);
  const client = new sdk[job.client]({
    endpoint: job.url,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    ...job.config,
  });
  try {
    await client.send(new sdk[`${job.operation}Command`](job.input));
  } catch (error) {
    return Object.fromEntries(job.forms.map((form) => [form, FORMS[form](error)]));
  } finally {
    client.destroy();
  }
  throw new Error(`no error came of ${JSON.stringify(job)}`);
}

const jobs = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await Promise.all(jobs.map(run))));
