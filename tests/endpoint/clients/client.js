// Calls operations with the SDK for JavaScript, and prints what each call has come to.
// Input, as JSON: { "endpoint": URL, "operations": { NAME: INPUT }, "settings": { ... } }

import * as sdk from "@aws-sdk/client-storage-gateway";
import { readFileSync } from "node:fs";

const { endpoint, operations, settings } = JSON.parse(readFileSync(0, "utf8"));
const client = new sdk.StorageGatewayClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  ...settings,
});

async function call(operation, input) {
  try {
    const output = await client.send(new sdk[`${operation}Command`](input));
    return { attempts: output.$metadata.attempts, status: output.$metadata.httpStatusCode };
  } catch (error) {
    return {
      name: error.name,
      code: error.error?.errorCode,
      message: error.message,
      fault: error.$fault,
      modelled: sdk[error.name] !== undefined && error instanceof sdk[error.name],
      status: error.$metadata?.httpStatusCode,
      attempts: error.$metadata?.attempts,
      requestId: error.$metadata?.requestId,
    };
  }
}

const pairs = Object.entries(operations).map(async ([operation, input]) => [
  operation,
  await call(operation, input),
]);
console.log(JSON.stringify(Object.fromEntries(await Promise.all(pairs))));
client.destroy();
