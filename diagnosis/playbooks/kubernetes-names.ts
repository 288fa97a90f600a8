/** What `kubectl` is called with, and what it prints: expressions over what the developer sent. */

/** A name as a cluster takes it; the place of a template (`{{ .Release.Namespace }}`) is none. */
export const kubernetesName = "'^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$'";

/** Of a pod that a Deployment has made: the Deployment's name, the hash of its template, and five characters. */
export const podNamePattern = "[a-z0-9][a-z0-9-]{0,200}-[a-f0-9]{6,10}-[a-z0-9]{5}";

/** The namespace of a command of `kubectl`, or of a manifest that has the setting of this name too; null where none is told. */
export function namespaceBeside(setting: string): string {
  const told = `find(request.error, 'kubectl [^|;]{0,200}(?:-n|--namespace)[ =]([a-z0-9-]{1,63})') || (signals.settings[?name == 'namespace' && pointer == $.${setting}.pointer] | [0].value)`;
  return kubernetesWord(told);
}

/** The value where it is a name of Kubernetes, else null. */
export function kubernetesWord(expression: string): string {
  return `([${expression}] | [?matches(not_null(@, ''), ${kubernetesName})] | [0])`;
}
