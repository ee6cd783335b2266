// The SDK for JavaScript, version 2: calls operations, and returns what programs print of the error.
// Input and output are as in boto.py.

const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { inspect } = require("node:util");

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = "1";
const AWS = createRequire(process.env.CLIENTS + "/")("aws-sdk");

const FORMS = {
  "console-error": (error) => inspect(error),
  stack: (error) => error.stack,
  json: (error) => JSON.stringify(error),
  string: (error) => String(error),
  message: (error) => error.message,
};

async function run(job) {
  const client = new AWS[job.client]({
    endpoint: job.url,
    region: "us-east-1",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "secret",
    paramValidation: false,
    ...job.config,
  });
  const method = job.operation[0].toLowerCase() + job.operation.slice(1);
  try {
    await client[method](job.input).promise();
  } catch (error) {
    return Object.fromEntries(job.forms.map((form) => [form, FORMS[form](error)]));
  }
  throw new Error(`no error came of ${JSON.stringify(job)}`);
}

Promise.all(JSON.parse(readFileSync(0, "utf8")).map(run)).then((told) =>
  process.stdout.write(JSON.stringify(told)),
);
