import { randomBytes } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";

const dayMs = 86_400_000;
const validDays = 30;
const commonNameId = "2.5.4.3";
const basicConstraintsId = "2.5.29.19";
const subjectAltNameId = "2.5.29.17";

export interface RunTimeCertificate {
  keyPem: string;
  certificatePem: string;
}

/**
 * A P-256 key and the certificate that signs itself, for 127.0.0.1 and localhost, good for thirty days from yesterday. It
 * is in memory only. Whoever shall trust the server is given the certificate as a certificate authority.
 */
export async function makeCertificate(): Promise<RunTimeCertificate> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  // Positive and unpredictable, as browsers want it.
  const serial = Uint8Array.from([1, ...randomBytes(15)]);
  certificate.serialNumber = new asn1js.Integer({ valueHex: serial.buffer });
  for (const name of [certificate.issuer, certificate.subject]) name.typesAndValues.push(commonName());
  certificate.notBefore.value = new Date(Date.now() - dayMs);
  certificate.notAfter.value = new Date(Date.now() + (validDays - 1) * dayMs);
  certificate.extensions = [
    extension(basicConstraintsId, true, new pkijs.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    extension(subjectAltNameId, false, new pkijs.GeneralNames({ names: names() })),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, "SHA-256");
  const privateKey = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    keyPem: pem("PRIVATE KEY", privateKey),
    certificatePem: pem("CERTIFICATE", certificate.toSchema(true).toBER(false)),
  };
}

function commonName(): pkijs.AttributeTypeAndValue {
  const value = new asn1js.Utf8String({ value: "Simulated Microsoft Entra of AZEBAL" });
  return new pkijs.AttributeTypeAndValue({ type: commonNameId, value });
}

/** A DNS name is of type 2, an address of type 7. */
function names(): pkijs.GeneralName[] {
  const loopback = new asn1js.OctetString({ valueHex: Uint8Array.from([127, 0, 0, 1]).buffer });
  return [
    new pkijs.GeneralName({ type: 2, value: "localhost" }),
    new pkijs.GeneralName({ type: 7, value: loopback }),
  ];
}

function extension(
  extnID: string,
  critical: boolean,
  value: pkijs.BasicConstraints | pkijs.GeneralNames,
): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toSchema().toBER(false) });
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/gu) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
