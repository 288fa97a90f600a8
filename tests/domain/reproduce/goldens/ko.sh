#!/usr/bin/env bash
# 이 진단의 근거가 된 Azure 값을 AZEBAL 없이 다시 읽어 비교합니다. 읽기만 합니다.
#
# The vault's firewall refuses the caller
# keyvault.firewall · proven · d-1
#
# bash와 Azure CLI(https://aka.ms/azcli)가 필요하며, 테넌트 22222222-0000-4000-8000-000000000000에 로그인해야 합니다.
# 종료 코드: 0 모든 값이 같음, 1 다르거나 읽지 못한 값이 있음, 2 확인할 수 없음.
set -euo pipefail

# az shall print nothing but answers, and Git for Windows shall leave resource IDs as they are.
export AZURE_CORE_ONLY_SHOW_ERRORS=true AZURE_CORE_NO_COLOR=true MSYS_NO_PATHCONV=1

if ! command -v az >/dev/null 2>&1; then
  printf '%s\n' 'Azure CLI(az)가 설치되어 있지 않습니다. https://aka.ms/azcli 참고' >&2
  exit 2
fi
tenant=22222222-0000-4000-8000-000000000000
signed_in=$(az account show --query tenantId --output tsv 2>/dev/null || true)
if [ "$signed_in" != "$tenant" ]; then
  printf 'az가 로그인한 테넌트는 %s이지만 이 값들은 테넌트 %s에 있습니다. 실행: az login --tenant %s\n' "${signed_in:-없음}" "$tenant" "$tenant" >&2
  exit 2
fi
if ! az extension show --name log-analytics >/dev/null 2>&1; then
  printf 'az에 확장 %s이(가) 없습니다. 실행: az extension add --name %s\n' log-analytics log-analytics >&2
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
  printf '    %s  ' '예상  '
  show "$2"
  actual=$("$1") || status=$?
  if [ "$(canonical "$actual")" = "$(canonical "$2")" ]; then
    same=$((same + 1))
    printf '    %s\n' '일치'
    return
  fi
  other=$((other + 1))
  if [ "$status" -ne 0 ] && [ -z "$actual" ]; then
    printf '    %s\n' '응답 없음(위의 오류 참고)'
  else
    printf '    %s  ' '다름  '
    show "$actual"
  fi
}

# 진단의 근거

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
check c3 12 'The setting is hidden. (길이만 비교합니다. 값은 AZEBAL이 저장하지 않은 비밀입니다)'

# 다른 원인을 배제하는 근거

c5() {
  az rest --query 'to_string(value[*].id)'
}
check c5 '["a"]' 'keyvault.rbac: subscriptions/s/vaults/kv-orders/providers/x/roleAssignments /value'

# Azure가 아니라 AZEBAL에 보낸 내용에 있는 근거:
#   src/app.ts:12 `src/app.ts`, line 12: `fetch(url)`.

printf '\n일치하는 값 %d개 / 전체 %d개, 다르거나 읽지 못한 값 %d개.\n' "$same" "$((same + other))" "$other"
[ "$other" -eq 0 ]
