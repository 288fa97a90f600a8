import { shellWord } from "../az-command/shell-word.ts";
import type { ScriptWords } from "./script-words.ts";

/**
 * What runs before the first value is read: is `az` there, signed in to the right tenant, and complete. For bash 3.2 (macOS)
 * and later.
 *
 * @param extensions  of the Azure CLI, without which some of the commands do not exist.
 */
export function scriptStart(words: ScriptWords, tenantId: string, extensions: readonly string[]): string {
  return `set -euo pipefail

# az shall print nothing but answers, and Git for Windows shall leave resource IDs as they are.
export AZURE_CORE_ONLY_SHOW_ERRORS=true AZURE_CORE_NO_COLOR=true MSYS_NO_PATHCONV=1

if ! command -v az >/dev/null 2>&1; then
  printf '%s\\n' ${shellWord(words.noAz)} >&2
  exit 2
fi
tenant=${shellWord(tenantId)}
signed_in=$(az account show --query tenantId --output tsv 2>/dev/null || true)
if [ "$signed_in" != "$tenant" ]; then
  printf ${shellWord(`${words.otherTenant}\\n`)} "\${signed_in:-${words.nobody}}" "$tenant" "$tenant" >&2
  exit 2
fi
${extensions.map((extension) => extensionCheck(words, extension)).join("")}`;
}

function extensionCheck(words: ScriptWords, extension: string): string {
  return `if ! az extension show --name ${extension} >/dev/null 2>&1; then
  printf ${shellWord(`${words.noExtension}\\n`)} ${extension} ${extension} >&2
  exit 2
fi
`;
}

/** The functions that compare. A value from Azure is shown without what could act on a terminal. */
export function scriptFunctions(words: ScriptWords): string {
  return `same=0
other=0

# show <text>: prints it without control, direction and invisible characters.
show() {
  printf '%s' "$1" | LC_ALL=C tr -d '\\000-\\010\\013-\\037\\177' |
    LC_ALL=C sed -e $'s/\\xc2[\\x80-\\x9f]//g' -e $'s/\\xe2\\x80[\\x8b-\\x8f\\xa8-\\xae]//g' -e $'s/\\xe2\\x81[\\xa0-\\xaf]//g'
  printf '\\n'
}

# canonical <text>: Azure writes a number as 5 or as 5.0.
canonical() {
  local text=\${1%.0}
  text=\${text//.0,/,}
  printf '%s' "\${text//.0]/]}"
}

# check <function> <expected> <what it says>
check() {
  local actual status=0
  printf '\\n%s  %s\\n' "$1" "$3"
  printf '    %s  ' ${shellWord(words.expected)}
  show "$2"
  actual=$("$1") || status=$?
  if [ "$(canonical "$actual")" = "$(canonical "$2")" ]; then
    same=$((same + 1))
    printf '    %s\\n' ${shellWord(words.same)}
    return
  fi
  other=$((other + 1))
  if [ "$status" -ne 0 ] && [ -z "$actual" ]; then
    printf '    %s\\n' ${shellWord(words.noAnswer)}
  else
    printf '    %s  ' ${shellWord(words.differs)}
    show "$actual"
  fi
}
`;
}

/** What the reader is told at the end. */
export function scriptEnd(words: ScriptWords): string {
  return `printf ${shellWord(`\\n${words.summary}\\n`)} "$same" "$((same + other))" "$other"
[ "$other" -eq 0 ]
`;
}
