import { hideValue } from "../hide-value.ts";
import { markerFor } from "../marker.ts";
import { secretMeaningOf } from "../secret-name.ts";
import { TextEdit } from "../text-edit.ts";
import { isIdentifier, isPlaceholder, isWordy } from "../value-shape.ts";
import { isExpression } from "./code-expression.ts";
import { type FoundValue, readValue } from "./read-value.ts";

const option = /(?<![\p{L}\p{N}_.-])-{1,2}([A-Za-z][\w-]{1,60})[ \t]{1,8}(?=[^\s-])/gu;
/** Commands with an option whose value is a secret, whatever its name says; the option, up to its value. */
const commandOptions: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:az[ \t]+login|docker[ \t]+login|podman[ \t]+login|helm[ \t]+registry[ \t]+login|sshpass)\b/g,
    /(?<=[ \t])-p[ \t]{0,4}(?=\S)/g,
  ],
  [/\b(?:sqlcmd|bcp|Invoke-Sqlcmd)\b/g, /(?<=[ \t])-P[ \t]{0,4}(?=\S)/g],
  [/\b(?:mysql|mysqldump|mysqladmin)\b/g, /(?<=[ \t])-p(?=\S)/g],
  [/\bcurl\b/g, /(?<=[ \t])(?:-u|--user)[ \t]{0,4}["']?[^\s:"']{1,200}:(?=\S)/g],
  [/\b(?:keyvault|gh)[ \t]+secret[ \t]+set\b/g, /(?<=[ \t])--(?:value|body)[ \t=]{1,4}(?=\S)/g],
  [/\bcontainerapp\b/g, /(?<=[ \t])--secrets[ \t=]{1,4}["']?[\w-]{1,100}=(?=\S)/g],
  [/\bcreate[ \t]+secret[ \t]+generic\b/g, /--from-literal=[\w.-]{1,200}=(?=\S)/g],
  [/\buser-secrets[ \t]+set\b/g, /(?<=^user-secrets[ \t]+set[ \t]+)["']?[\w:.-]{1,200}["']?[ \t]+(?=\S)/g],
];
/** Calls whose argument at this place (from 0, among the quoted ones; -1 the last) is a secret. */
const calls =
  /\b(AzureKeyCredential|AzureNamedKeyCredential|StorageSharedKeyCredential|ClientSecretCredential|UsernamePasswordCredential|NetworkCredential|ConvertTo-SecureString|PSCredential)\b[ \t]{0,4}\(?/g;
const place: Readonly<Record<string, number>> = { UsernamePasswordCredential: 1 };
const literal = /(["'])((?:(?!\1)[^\n\\]|\\.){1,400})\1/g;
const said =
  /(?<![\p{L}\p{N}_])(?:(?:password|passphrase|passwd|pwd|secret|api key|access key)[ \t](?:is|was)(?:[ \t]set[ \t]to)?|(?:비밀번호|암호|패스워드|비번)(?:는|은|가|이))[ \t]{1,4}(?=\S)/giu;
const words = /(?<![\p{L}\p{N}_])(?:IDENTIFIED[ \t]+BY|login[ \t]+\S{1,100}[ \t]+password)[ \t]+(?=\S)/giu;

/** Hides secrets that no `=` or `:` announces: options, well-known calls, and a sentence such as "the password is …". */
export function hideArguments(text: string): string {
  return [hideOptions, hideCommandOptions, hideCalls, hideSaid].reduce((result, hide) => hide(result), text);
}

function hideOptions(text: string): string {
  return edited(text, option, (match, value) => {
    const meaning = secretMeaningOf(match[1]!);
    return meaning === undefined ? value.text : hideValue(value.text, meaning);
  });
}

function hideCommandOptions(text: string): string {
  return commandOptions.reduce((result, [tool, flag]) => {
    if (!tool.test(result)) return result;
    tool.lastIndex = 0;
    return result.replaceAll(new RegExp(`(?:${tool.source})[^\\n]{1,1000}`, "g"), (line) =>
      edited(line, flag, (_, value) => hideValue(value.text, "password")),
    );
  }, text);
}

function hideCalls(text: string): string {
  const edit = new TextEdit(text);
  for (const match of text.matchAll(calls)) {
    const from = match.index + match[0].length;
    const rest = text.slice(from, from + 600);
    const close = rest.search(/\)|\n|;/);
    const found = [...rest.slice(0, close < 0 ? rest.length : close).matchAll(literal)];
    const secret = found.at(place[match[1]!] ?? -1);
    if (secret === undefined || isPlaceholder(secret[2]!) || isIdentifier(secret[2]!)) continue;
    const start = from + secret.index + 1;
    edit.replace(start, start + secret[2]!.length, markerFor(secret[2]!));
  }
  return edit.result();
}

function hideSaid(text: string): string {
  const isTelling = (value: string) => value.length >= 6 && /[\d!@#$%^&*]/.test(value) && !isWordy(value);
  const sentences = edited(text, said, (_, value) =>
    value.quoted || isTelling(value.text) ? hideValue(value.text, "password") : value.text,
  );
  return edited(sentences, words, (_, value) => hideValue(value.text, "password"));
}

function edited(
  text: string,
  pattern: RegExp,
  hide: (match: RegExpExecArray, value: FoundValue) => string,
): string {
  const edit = new TextEdit(text);
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const value = readValue(text, pattern.lastIndex);
    if (value === undefined || (!value.quoted && isExpression(text, value.start, value.text, true))) continue;
    const hidden = hide(match, value);
    if (hidden === value.text) continue;
    edit.replace(value.start, value.end, hidden);
    pattern.lastIndex = value.end;
  }
  pattern.lastIndex = 0;
  return edit.result();
}
