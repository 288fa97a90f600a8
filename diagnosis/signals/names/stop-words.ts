import { regionNames } from "./region-names.ts";

/**
 * Words that look like resource names and are none: tool and header words, regions, runtime identifiers. Resolution is by
 * exact match, so a word too many costs nothing but its place in a list of 150.
 */
const words = `content-type content-length cache-control user-agent read-only read-write id-token runs-on utf-8 utf-16
  x-forwarded-for x-forwarded-host x-forwarded-proto keep-alive no-cache set-cookie text-plain application-json
  ubuntu-latest windows-latest macos-latest ubuntu-22.04 ubuntu-24.04 windows-2022 self-hosted azure-cli azure-core
  azure-identity azure-pipelines.yml docker-compose node-fetch dotnet-isolated managed-identity service-bus key-vault
  resource-group subscription-id client-id tenant-id object-id client-secret connection-string access-token
  api-version source-code start-up set-up built-in sign-in log-in well-known up-to-date real-time run-time end-to-end
  out-of-memory non-zero post-upgrade pre-upgrade default production staging development testing latest main master
  principal permission subscription connection container database exception storage operation application
  public private internal external system localhost azurecloud global standard premium basic free consumption dynamic enabled disabled true false null none python node
  dotnet java linux windows docker kubernetes function functions app-service web-app container-app message messages
  request requests response exception error errors failed failure success status string object value values name names
  resource resources deployment deployments properties location region version token secret secrets password client
  server servers database databases connection account accounts network address firewall policy policies`;

const stopWords: ReadonlySet<string> = new Set([...words.split(/\s+/), ...regionNames]);

export function isStopWord(word: string): boolean {
  return stopWords.has(word.toLowerCase());
}
