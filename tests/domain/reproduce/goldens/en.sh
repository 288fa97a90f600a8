#!/usr/bin/env bash
# Reads again, without AZEBAL, every value of Azure that this diagnosis rests on, and compares. It only reads.
#
# The vault's firewall refuses the caller
# keyvault.firewall · proven · d-1
#
# Needs bash and the Azure CLI (https://aka.ms/azcli), signed in to tenant 22222222-0000-4000-8000-000000000000.
# Exit code: 0 every value is the same, 1 something differs or could not be read, 2 nothing could be checked.
set -euo pipefail

# az shall print nothing but answers, and Git for Windows shall leave resource IDs as they are.
export AZURE_CORE_ONLY_SHOW_ERRORS=true AZURE_CORE_NO_COLOR=true MSYS_NO_PATHCONV=1

if ! command -v az >/dev/null 2>&1; then
  printf '%s\n' 'The Azure CLI (az) is not installed. See https://aka.ms/azcli' >&2
  exit 2
fi
tenant=22222222-0000-4000-8000-000000000000
signed_in=$(az account show --query tenantId --output tsv 2>/dev/null || true)
if [ "$signed_in" != "$tenant" ]; then
  printf 'az is signed in to tenant %s; these values are in tenant %s. Run: az login --tenant %s\n' "${signed_in:-none}" "$tenant" "$tenant" >&2
  exit 2
fi
if ! az extension show --name log-analytics >/dev/null 2>&1; then
  printf 'az lacks its extension %s. Run: az extension add --name %s\n' log-analytics log-analytics >&2
  exit 2
fi

same=0
other=0

# show <text>: prints it without control, direction and invisible characters.
show() {
  printf '%s' "$1" | LC_ALL=C tr -d '\000-\010\013-\037\177' |
    LC_ALL=C sed -e $'s/\xc2[\x80-\x9f]//g' -e $'s/\xe2\x80[\x8b-\x8f\xa8-\xae]//g' -e $'s/\xe2\x81[\xa0-\xaf]//g'
  printf '\n'
}

# canonical <text>: Azure writes a number as 5 or as 5.0.
canonical() {
  local text=${1%.0}
  text=${text//.0,/,}
  printf '%s' "${text//.0]/]}"
}

# check <function> <expected> <what it says>
check() {
  local actual status=0
  printf '\n%s  %s\n' "$1" "$3"
  printf '    %s  ' 'expected '
  show "$2"
  actual=$("$1") || status=$?
  if [ "$(canonical "$actual")" = "$(canonical "$2")" ]; then
    same=$((same + 1))
    printf '    %s\n' same
    return
  fi
  other=$((other + 1))
  if [ "$status" -ne 0 ] && [ -z "$actual" ]; then
    printf '    %s\n' 'no answer (see the error above)'
  else
    printf '    %s  ' 'differs  '
    show "$actual"
  fi
}

# What the diagnosis rests on

c1() {
  az rest --method get --url /vault --query a --output tsv
}
check c1 Deny 'Key Vault `kv-orders`: `properties.networkAcls.defaultAction` is `Deny`.'

c2() {
  az monitor log-analytics query --analytics-query "T
| take 1" --query "[0].Log_s" --output tsv
}
check c2 "it's denied" '`Log_s` says `it'\''s denied`.'

c3() {
  az rest --query 'length(a)'
}
check c3 12 'The setting is hidden. (its length: the value is a secret that AZEBAL did not keep)'

# What rules other causes out

c5() {
  az rest --query 'to_string(value[*].id)'
}
check c5 '["a"]' 'keyvault.rbac: subscriptions/s/vaults/kv-orders/providers/x/roleAssignments /value'

# Stands in what was sent to AZEBAL, not in Azure:
#   src/app.ts:12 `src/app.ts`, line 12: `fetch(url)`.

printf '\n%d of %d values are the same; %d differ or could not be read.\n' "$same" "$((same + other))" "$other"
[ "$other" -eq 0 ]
