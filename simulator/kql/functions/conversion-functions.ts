import type { KqlType } from "../syntax.ts";
import { convertValue } from "../values/convert-value.ts";
import { define, type KqlFunction } from "./kql-function.ts";

function conversion(type: KqlType): KqlFunction {
  return define(1, 1, type, ([value]) => convertValue(type, value ?? null));
}

const parseJson = define(1, 1, "dynamic", ([value]) => {
  if (typeof value !== "string") return value ?? null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // KQL keeps what is no JSON as the text that it is.
    return value;
  }
});

export const conversionFunctions: Record<string, KqlFunction> = {
  tostring: conversion("string"),
  toint: conversion("int"),
  tolong: conversion("long"),
  todouble: conversion("real"),
  toreal: conversion("real"),
  todecimal: conversion("decimal"),
  tobool: conversion("bool"),
  toboolean: conversion("bool"),
  todatetime: conversion("datetime"),
  totimespan: conversion("timespan"),
  toguid: conversion("guid"),
  parse_json: parseJson,
  parsejson: parseJson,
  todynamic: parseJson,
  gettype: define(1, 1, "string", ([value], { types }) => {
    if (value === null || value === undefined) return "null";
    if (types[0] !== "dynamic") return types[0] ?? "string";
    if (Array.isArray(value)) return "array";
    if (typeof value === "object") return "dictionary";
    if (typeof value === "boolean") return "bool";
    return typeof value === "number" ? (Number.isInteger(value) ? "long" : "double") : "string";
  }),
};
