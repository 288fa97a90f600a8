import { type AzureReader, createAzureReader } from "../../services/azure/azure-reader.ts";
import { type CredentialSource, createCredentialSource } from "../../services/azure/credentials.ts";
import { readConfig } from "../../services/platform/config.ts";

/** A reader wired as the product wires it, with the simulator at this address as its Azure. */
export function readerOnSimulator(url: string): { reader: AzureReader; credentials: CredentialSource } {
  const { azure, tokenUrl } = readConfig({
    AZEBAL_ARM_ENDPOINT: url,
    AZEBAL_GRAPH_ENDPOINT: url,
    AZEBAL_LOGS_ENDPOINT: url,
    AZEBAL_TOKEN_URL: `${url}/simulator/token`,
  });
  const credentials = createCredentialSource({
    kindOf: () => Promise.resolve("token_endpoint"),
    authorityHost: azure.authorityHost,
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  });
  return { reader: createAzureReader({ planes: azure, credentials }), credentials };
}
