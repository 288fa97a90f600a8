/** True for hosts that never leave the machine: `localhost`, 127.0.0.0/8, `::1`, also in the brackets of a URL. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || /^(?:\[::1\]|::1|127(?:\.\d{1,3}){3})$/u.test(host);
}
