import { expect, test } from "vitest";
import { addressMap } from "../../../cli/feedback/pseudonyms/addresses.ts";

const salts = [0x1234_5678, 0x9e37_79b9, 0xffff_ffff, 1, 0];

const bitsOf = (address: string) =>
  address.split(".").reduce((sum, octet) => (sum * 256 + Number(octet)) >>> 0, 0);
const contains = (range: string, address: string) => {
  const [start = "", bits = "32"] = range.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(bitsOf(start) / size) === Math.floor(bitsOf(address) / size);
};
const isPrivate = (address: string) =>
  ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].some((block) => contains(block, address));

const ranges = [
  "20.91.140.0/22",
  "20.91.0.0/16",
  "203.0.113.77/32",
  "10.20.4.0/24",
  "10.20.0.0/14",
  "192.168.7.0/28",
];
const addresses = [
  "20.91.141.18",
  "20.92.141.18",
  "203.0.113.77",
  "203.0.113.78",
  "10.20.4.5",
  "10.24.4.5",
  "192.168.7.9",
  "172.20.1.4",
];
const documents = [JSON.stringify([ranges, addresses])];

test.each(salts)("who lies in which range stays, and so does what is private (%i)", (salt) => {
  const map = addressMap(salt, documents);
  const table = (other: (written: string) => string) =>
    ranges.map((range) => addresses.map((address) => contains(other(range), other(address))));
  expect(table(map)).toEqual(table((written) => written));
  expect(addresses.map((address) => isPrivate(map(address)))).toEqual(addresses.map(isPrivate));
  expect([...ranges, ...addresses].filter((one) => map(one) === one)).toEqual([]);
});

test("a range that is written by its ends keeps their order, across the turned bits too", () => {
  const ends = ["20.91.0.0", "20.94.255.255", "40.64.10.1", "40.64.10.9"];
  const rule = (start: string, end: string) => ({ startIpAddress: start, endIpAddress: end });
  const texts = [JSON.stringify([rule(ends[0]!, ends[1]!), rule(ends[2]!, ends[3]!)])];
  for (const salt of salts) {
    const [from, to, first, last] = ends.map(addressMap(salt, texts)).map(bitsOf);
    expect([from! < to!, first! < last!, to! - from!]).toEqual([
      true,
      true,
      bitsOf(ends[1]!) - bitsOf(ends[0]!),
    ]);
  }
});

test.each([
  "0.0.0.0",
  "0.0.0.0/0",
  "127.0.0.1",
  "169.254.169.254",
  "168.63.129.16",
  "255.255.255.255",
  "10.0.0.0/8",
])("%s means the same everywhere, and stays", (given) => {
  expect(addressMap(7, documents)(given)).toBe(given);
});
