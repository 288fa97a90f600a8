/**
 * Azure's regions as IDs and host names spell them.
 *
 * @see https://learn.microsoft.com/azure/reliability/regions-list
 */
const names = `westeurope northeurope eastus eastus2 westus westus2 westus3 centralus northcentralus southcentralus
  westcentralus canadacentral canadaeast brazilsouth uksouth ukwest francecentral francesouth germanywestcentral
  germanynorth switzerlandnorth switzerlandwest norwayeast swedencentral polandcentral italynorth spaincentral
  australiaeast australiasoutheast australiacentral eastasia southeastasia japaneast japanwest koreacentral
  koreasouth centralindia southindia westindia uaenorth uaecentral southafricanorth qatarcentral israelcentral
  chinaeast chinaeast2 chinanorth chinanorth2 chinanorth3 usgovvirginia usgovarizona usgovtexas mexicocentral
  newzealandnorth israelcentral austriaeast chilecentral malaysiawest indonesiacentral francesouth swedensouth
  switzerlandwest southafricawest brazilsoutheast australiacentral2 jioindiawest jioindiacentral belgiumcentral
  denmarkeast`;

export const regionNames: ReadonlySet<string> = new Set(names.split(/\s+/));
