// @ts-check
// The response of an error as it goes over the wire, what boto3 raises for it, and how to catch it.

/** @typedef {import("./book.js").Book} Book */
/** @typedef {ReturnType<typeof respond>} Response */

/**
 * Returns a string as Python's json.dumps writes it: everything beyond ASCII is escaped.
 * @param {string} value
 */
const dumped = (value) =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * Returns the response for a code with a carrier, or for a general exception.
 * @param {Book} book @param {string} operation @param {string} code @param {string} exception
 */
export function respond(book, operation, code, exception) {
  const { status, reason, text } = book.exceptions[exception];
  const message = code ? book.codes[code].message : text;
  const error = code ? `, "error": {"errorCode": ${dumped(code)}}` : "";
  const body = `{"__type": ${dumped(exception)}, "message": ${dumped(message)}${error}}`;
  return { operation, exception, code, status, reason, message, body };
}

/** @param {Response} response */
export const asHttp = ({ status, reason, body }) =>
  [
    `HTTP/1.1 ${status} ${reason}`,
    "Content-Type: application/x-amz-json-1.1",
    `Content-Length: ${body.length}`,
    "x-amzn-RequestId: 11111111-2222-4333-8444-555555555555",
    "",
    body,
  ].join("\n");

/**
 * Returns what boto3 prints, and where the exception has the names. botocore's model has a class
 * for each carrier; everything else is a ClientError.
 * @param {Book} book
 * @param {Response} response
 */
export function asRaised(book, { operation, exception, code, status, message }) {
  const carries = book.exceptions[exception].carries;
  const kind = carries ? `botocore.errorfactory.${exception}` : "botocore.exceptions.ClientError";
  return [
    `${kind}: An error occurred (${exception}) when calling the ${operation} operation: ${message}`,
    "",
    `error.response["Error"]["Code"] == '${exception}'`,
    ...(code ? [`error.response["error"]["errorCode"] == '${code}'`] : []),
    `error.response["ResponseMetadata"]["HTTPStatusCode"] == ${status}`,
  ].join("\n");
}

/**
 * Returns the except clause that catches a code from any carrier, or a general exception.
 * @type {(carriers: string[], code: string, exception: string) => string}
 */
export const clause = (carriers, code, exception) => {
  if (!code)
    return `except client.exceptions.ClientError as error:
    if error.response["Error"]["Code"] != "${exception}":
        raise
    # ${exception}: handle it here`;
  const classes = carriers.map((name) => `client.exceptions.${name}`);
  const caught = classes.length === 1 ? classes[0] : `(\n    ${classes.join(",\n    ")},\n)`;
  return `except ${caught} as error:
    code = error.response.get("error", {}).get("errorCode")
    if code != "${code}":
        raise
    # ${code}: handle it here`;
};
