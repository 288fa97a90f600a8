/** A message with which a cause shows itself, true to the product that prints it. */
export interface Signature {
  /** The cause whose playbook it must raise. */
  code: string;
  /** A page, an issue, or the product whose message it is modelled on. */
  from: string;
  error: string;
  source_code?: Record<string, string>;
  notes?: string;
  /** What Resource Graph knows under names of the text: `Microsoft.Web/sites app-orders`. */
  resources?: readonly string[];
}
