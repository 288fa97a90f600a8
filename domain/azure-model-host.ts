const azureModelHost = /\.(?:openai|cognitiveservices|services\.ai)\.azure\.(?:com|us|cn)$/iu;

/** True for Azure OpenAI's and Azure AI Foundry's own hosts, in every cloud: they have an API path and a key header of their own. */
export function isAzureModelHost(hostname: string): boolean {
  return azureModelHost.test(hostname);
}
