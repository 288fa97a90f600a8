/** The settings by which AZEBAL reads a simulator instead of Azure. */
export function simulatorEnvironment(url: string): Record<string, string> {
  return {
    AZEBAL_ARM_ENDPOINT: url,
    AZEBAL_GRAPH_ENDPOINT: url,
    AZEBAL_LOGS_ENDPOINT: url,
    AZEBAL_TOKEN_URL: `${url}/simulator/token`,
  };
}
