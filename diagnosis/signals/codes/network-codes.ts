import type { CodePattern } from "./code-pattern.ts";

/** What a connection dies of, as each runtime says it: errno names, Windows socket errors, and the fixed phrases. */
export const networkCodes: readonly CodePattern[] = [
  {
    family: "network",
    pattern:
      /\b(ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EAI_NONAME|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOBUFS|EADDRNOTAVAIL|EADDRINUSE|NXDOMAIN|SERVFAIL|WSA[A-Z]{6,20}|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|UNABLE_TO_VERIFY_LEAF_SIGNATURE|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_HAS_EXPIRED|CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT_IN_CHAIN|SSLHandshakeException|UnknownHostException|SocketTimeoutException|ConnectTimeoutException|NoRouteToHostException)\b/g,
  },
  {
    family: "network",
    pattern:
      /\bSocketException\s?\(?(10013|10048|10051|10054|10055|10060|10061|10065|11001|11002|11004|0x[0-9A-Fa-f]{1,10}|\d{1,5})\)?/g,
  },
  { family: "network", pattern: /\[Errno (-?\d{1,5})\]/g },
  {
    family: "network",
    pattern:
      /\b(connection timed out|connection refused|connection reset by peer|no route to host|network is unreachable|name or service not known|temporary failure in name resolution|nodename nor servname provided|no such host(?: is known)?|could not translate host name|i\/o timeout|context deadline exceeded|TLS handshake timeout|getaddrinfo failed|host is unreachable|could not resolve host|forcibly closed by the remote host|connection attempt failed because the connected party)\b/gi,
  },
];
