// @ts-check
// The response of an error as it goes over the wire, what boto3 raises for it, and how to catch it.

/** @typedef {import("./book.js").Book} Book */
/** @typedef {{ operation: string, exception: string, code: string, status: number, reason: string, message: string, body: string }} Response */

/**
 * Returns the body as Python's json.dumps writes it: a space after each comma and colon, and
 * everything beyond ASCII escaped.
 * @param {string} exception
 * @param {string} message
 * @param {string} code
 */
function bodyOf(exception, message, code) {
  const text = (/** @type {string} */ value) =>
    JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const error = code ? `, "error": {"errorCode": ${text(code)}}` : "";
  return `{"__type": ${text(exception)}, "message": ${text(message)}${error}}`;
}

/**
 * Returns the response for a code with a carrier, or for a general exception.
 * @param {Book} book
 * @param {string} operation
 * @param {string} code
 * @param {string} exception
 * @returns {Response}
 */
export function respond(book, operation, code, exception) {
  const about = book.exceptions.get(exception);
  if (!about) throw new Error(`The catalogue has no exception ${exception}.`);
  const message = code ? (book.codes.get(code)?.message ?? "") : about.text;
  const { status, reason } = about;
  return { operation, exception, code, status, reason, message, body: bodyOf(exception, message, code) };
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
  const kind = book.exceptions.get(exception)?.carries
    ? `botocore.errorfactory.${exception}`
    : "botocore.exceptions.ClientError";
  const where = [`error.response["Error"]["Code"] == '${exception}'`];
  if (code) where.push(`error.response["error"]["errorCode"] == '${code}'`);
  where.push(`error.response["ResponseMetadata"]["HTTPStatusCode"] == ${status}`);
  const said = `An error occurred (${exception}) when calling the ${operation} operation: ${message}`;
  return [`${kind}: ${said}`, "", ...where].join("\n");
}

/**
 * Returns the except clause that catches a code from any carrier, or a general exception.
 * @param {string[]} carriers
 * @param {string} code
 * @param {string} exception
 */
export function clause(carriers, code, exception) {
  if (code) {
    const classes = carriers.map((name) => `client.exceptions.${name}`);
    const caught = classes.length === 1 ? classes[0] : `(\n    ${classes.join(",\n    ")},\n)`;
    return `except ${caught} as error:
    code = error.response.get("error", {}).get("errorCode")
    if code != "${code}":
        raise
    # ${code}: handle it here`;
  }
  return `except client.exceptions.ClientError as error:
    if error.response["Error"]["Code"] != "${exception}":
        raise
    # ${exception}: handle it here`;
}
