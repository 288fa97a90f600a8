import type { CodePattern } from "./code-pattern.ts";

/** Reason phrases as errors print them in place of the number. RFC 9110 §15. */
const numberByReason: Readonly<Record<string, string>> = {
  badrequest: "400",
  unauthorized: "401",
  paymentrequired: "402",
  forbidden: "403",
  notfound: "404",
  methodnotallowed: "405",
  requesttimeout: "408",
  conflict: "409",
  gone: "410",
  preconditionfailed: "412",
  expectationfailed: "417",
  toomanyrequests: "429",
  internalservererror: "500",
  badgateway: "502",
  serviceunavailable: "503",
  gatewaytimeout: "504",
};
const reason =
  "Bad ?Request|Unauthorized|Payment Required|Forbidden|Not ?Found|Method ?Not ?Allowed|Request ?Timeout|Conflict|Gone|Precondition ?Failed|Expectation ?Failed|Too ?Many ?Requests|Internal ?Server ?Error|Bad ?Gateway|Service ?Unavailable|Gateway ?Time-?out";

function readReason(phrase: string) {
  const code = numberByReason[phrase.toLowerCase().replace(/[ -]/g, "")];
  return code === undefined ? undefined : ({ code, family: "http" } as const);
}

/** As people write it: `gives 403`, `gets a 404`, `503 from https://…`, `403이 뜹니다`, `500 오류`; and what curl was told to print. */
const asPeopleWrite = [
  "%\\{http_code\\}[^\\n]{0,200}\\n([1-5]\\d\\d)\\b",
  "\\b(?:gives?|gave|gets?|getting|with|shows?|showing|throws?|answers?|sees?|seeing|returns?|only|always|just|an?|the|plain|fails?:?)\\s(40[0134589]|417|429|50[0234])(?=[.,;:)]|\\s?$|\\s(?:from|on|for|at|when|until|to|in|after|errors?|page|response|every|and|or|but|while|since|now|instead|again|as)\\b)",
  "(?<![\\w.:/-])(4\\d\\d|50\\d)\\s(?:errors?\\b|from (?:https?:|the|our)|on (?:every|all|the)|page\\b)",
  "(?<![\\w.:/-])(40\\d|41\\d|42\\d|50\\d)\\s?(?:오류|에러|응답|상태|[이가을를]\\s|으?로\\s|만\\s(?:나|뜨|떠|반환|계속))",
];

/** HTTP statuses, from status lines to what the SDKs of .NET, Java, Python, JavaScript, Go and PowerShell print. */
export const httpCodes: readonly CodePattern[] = [
  { family: "http", pattern: /\bHTTP\/\d(?:\.\d)?"?\s{1,3}([1-5]\d\d)\b/gi },
  { family: "http", pattern: /\bHTTP\s{1,2}([1-5]\d\d)\b/g },
  {
    family: "http",
    pattern:
      /\b(?:http[ _-]?)?(?:status[ _-]?code|statuscode|http[ _-]?status|http[ _-]?code|status|response(?: code| status)?|responseCode)["']?\s{0,2}(?:is|was|of|:|=|=>)?\s{0,2}["'(]{0,2}([1-5]\d\d)\b/gi,
  },
  { family: "http", pattern: /\berror[ _-]?code["']?\s{0,2}[:=]\s{0,2}["']?([45]\d\d)\b(?!\d)/gi },
  {
    family: "http",
    pattern:
      /\b(?:answered|returned|received|responded with|response|failed with|got|unexpected status|giving|error|RESPONSE)\s{0,2}:?\s{0,2}(?:HTTP\s{0,2}|status\s{0,2}|code\s{0,2}|a\s|an\s|error\s){0,3}([45]\d\d)\b/gi,
  },
  { family: "http", pattern: new RegExp(`\\b([45]\\d\\d)\\s{0,2}[:(-]?\\s{0,2}(?:${reason})\\b`, "gi") },
  { family: "http", pattern: new RegExp(`\\b(?:${reason})\\s{0,2}\\(([45]\\d\\d)\\)`, "gi") },
  { family: "http", pattern: /(?:\(|-> ?|=> ?|\bCODE: ?)([45]\d\d)(?=\)|\s|$|,)/gm },
  { family: "http", pattern: new RegExp(asPeopleWrite.join("|"), "gim") },
  {
    family: "http",
    pattern: new RegExp(
      `\\b(?:status code|status|statuscode|http error|invalid status(?: code)?)["']?\\s{0,2}[:=]?\\s{0,2}["'(]{0,2}(${reason})\\b`,
      "gi",
    ),
    read: readReason,
  },
];
