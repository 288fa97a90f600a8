import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv-provider.js";
import type { jsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/types.js";

let shared: AjvJsonSchemaValidator | undefined;

/**
 * One validator for all sessions, made when a form's answer is first checked. The SDK would make one per session, which
 * is most of what a session costs.
 */
export const lazyJsonSchemaValidator: jsonSchemaValidator = {
  getValidator(schema) {
    shared ??= new AjvJsonSchemaValidator();
    return shared.getValidator(schema);
  },
};
