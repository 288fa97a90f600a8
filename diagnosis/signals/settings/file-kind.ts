export type FileKind = "json" | "xml" | "markup" | "script" | "program";

/** How settings stand in a file, by its name: `markup` is one `key: value` or `key = value` a line. */
export function fileKind(path: string): FileKind {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/\.jsonc?$/.test(name)) return "json";
  if (/\.(?:xml|config|csproj|fsproj|props|targets)$/.test(name)) return "xml";
  if (/\.(?:ya?ml|properties|ini|conf|cfg|toml|tf|tfvars|hcl|bicep|bicepparam)$/.test(name)) return "markup";
  if (/^\.?env(?:\.|$)|\.env(?:\.[\w-]{1,30})?$/.test(name)) return "markup";
  if (/\.(?:sh|bash|zsh|ps1|psm1|cmd|bat|mk)$|^(?:dockerfile|makefile|procfile|containerfile)/.test(name))
    return "script";
  return "program";
}
