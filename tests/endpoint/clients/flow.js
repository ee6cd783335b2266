// Calls operations one after the other with the SDK for JavaScript, and prints what came of each.
// Input, as JSON: { "endpoint": URL, "steps": [[NAME, INPUT], ...] }. In an input, "$2.VolumeARN" is that
// member of the output of step 2, counted from 0.

import * as sdk from "@aws-sdk/client-storage-gateway";
import { readFileSync } from "node:fs";

const { endpoint, steps } = JSON.parse(readFileSync(0, "utf8"));
const client = new sdk.StorageGatewayClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
});

const outputs = [];
const look = (_, value) => {
  const found = typeof value === "string" && value.match(/^\$(\d+)\.(\w+)$/);
  return found ? outputs[found[1]][found[2]] : value;
};
for (const [operation, input] of steps) {
  const given = JSON.parse(JSON.stringify(input), look);
  try {
    const { $metadata, ...output } = await client.send(new sdk[`${operation}Command`](given));
    outputs.push(output);
  } catch (error) {
    outputs.push({ name: error.name, code: error.error?.errorCode });
  }
}
console.log(JSON.stringify(outputs));
client.destroy();
