/**
 * Abbreviations that Azure teams put before (rarely behind) resource names.
 *
 * @see https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-abbreviations
 */
const abbreviations =
  "aa|acr|adf|adx|afd|afw|agw|aks|amg|apim|app|appcs|appi|appconfig|arck|asa|ase|asg|asp|aoai|ba|bas|bot|ca|caj|cae|cdn|cdnp|ci|cog|cosmos|cosno|cr|crg|ct|cv|dbw|dbr|dce|dcr|dec|dls|dt|egt|egst|erc|evgt|evgs|evh|evhns|fd|fde|func|fn|hos|ia|id|mi|uai|umi|iot|ist|iotp|kv|la|lb|lbi|lbe|log|law|logic|ma|mlw|mysql|mssql|nat|ng|nic|nsg|nw|oai|openai|pe|pep|pip|pl|pls|plan|psql|pg|pgsql|postgres|pview|rediscache|redis|rg|rsv|rt|sa|sb|sbns|sbq|sbt|search|srch|sc|sigr|snet|spch|sql|sqldb|sqlmi|srch|st|stapp|swa|stvm|syn|synw|traf|ts|udr|vault|vgw|vhub|vm|vmss|vnet|vpn|vwan|wafp|waf|web|webapp|wps";

const hyphenated = new RegExp(`^(?:${abbreviations})-[a-z0-9]|-(?:${abbreviations})(?:-?\\d{1,3})?$`, "i");
/** Types whose names may not carry a hyphen: storage accounts and registries. */
const joined = /^(?:st|sa|stor|acr|cr|dls|str)[a-z0-9]{4,21}$/;

/** True for a word that is spelled like a resource name of the usual naming conventions. */
export function hasResourcePrefix(word: string): boolean {
  return hyphenated.test(word) || (joined.test(word) && !ordinaryWord.test(word));
}

const ordinaryWord =
  /^(?:st(?:art|ate|at|ack|age|aging|andard|orage|ore|op|ep|ream|ring|rict|atic|yle|ill|and|ub)|sa(?:me|ve|mple|fe|ndbox)|cr(?:eat|itical|on|ash|edential|oss|ypto)|str(?:ing|ict|uct|eam|ategy|ip))/;
