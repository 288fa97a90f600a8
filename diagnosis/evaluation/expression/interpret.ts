import { derived } from "../derive.ts";
import { type Evaluated, type Known, known, listOf, objectOf, restingOn, unknown } from "../evaluated.ts";
import { sameJson } from "../../../domain/json-value.ts";
import { elementAt, memberOf } from "../navigate.ts";
import { allOf, type Proof } from "../proof.ts";
import { supportOf, truthOf } from "../truth.ts";
import { compare } from "./compare.ts";
import { type ExpressionNode, InvalidExpressionError, type NodeOf } from "./parse-expression.ts";
import { flatten, projectFilter, projectItems, projectMembers } from "./project.ts";
import { type Argument, environmentRoot, type Scope } from "./scope.ts";
import { sharedPart } from "./shared-part.ts";
import { slice } from "./slice.ts";

/** Evaluates a JMESPath syntax tree over evidence, three-valued and citing. */
export function interpret(node: ExpressionNode, current: Evaluated, scope: Scope): Evaluated {
  if (current !== environmentRoot || scope.shared === undefined) return interpretAnew(node, current, scope);
  const part = sharedPart(node);
  return part === undefined ? interpretAnew(node, current, scope) : scope.shared.valueOf(part, node);
}

/** The same, whether or not the value is known already. */
export function interpretAnew(node: ExpressionNode, current: Evaluated, scope: Scope): Evaluated {
  switch (node.type) {
    case "Literal":
      return known(node.value);
    case "Current":
    case "Identity":
      return current;
    case "Root":
      return environmentRoot;
    case "Field":
      return current === environmentRoot ? named(node.name, scope) : memberOf(current, node.name);
    case "Variable":
      return scope.variables[node.name] ?? named(node.name, scope);
    case "Subexpression":
      return subexpression(node, current, scope);
    case "IndexExpression":
    case "Pipe":
      return interpret(node.right, interpret(node.left, current, scope), scope);
    case "Index":
      return elementAt(current, node.value);
    case "Slice":
      return slice(current, node);
    case "Projection": {
      const base = interpret(node.left, current, scope);
      const isSlicedText = isSlice(node.left) && base.kind === "known" && typeof base.value === "string";
      return isSlicedText ? interpret(node.right, base, scope) : projectItems(base, node.right, scope);
    }
    case "ValueProjection":
      return projectMembers(interpret(node.left, current, scope), node.right, scope);
    case "FilterProjection":
      return projectFilter(interpret(node.left, current, scope), node, scope);
    case "Flatten":
      return flatten(interpret(node.child, current, scope));
    case "MultiSelectList":
      return listOf(node.children.map((child) => interpret(child, current, scope)));
    case "MultiSelectHash":
      return objectOf(
        Object.fromEntries(
          node.children.map((child) => [child.name, interpret(child.value, current, scope)]),
        ),
      );
    case "Comparator":
      return compare(node.name, interpret(node.left, current, scope), interpret(node.right, current, scope));
    case "AndExpression":
      return and(node, current, scope);
    case "OrExpression":
      return or(node, current, scope);
    case "NotExpression":
      return not(interpret(node.child, current, scope));
    case "Ternary":
      return ternary(node, current, scope);
    case "Arithmetic":
      return arithmetic(node, current, scope);
    case "Unary":
      return derived([interpret(node.operand, current, scope)], ([value]) =>
        typeof value === "number" ? (node.operator === "Minus" ? -value : value) : null,
      );
    case "Function":
      return call(node, current, scope);
    case "LetExpression": {
      const bound = node.bindings.map(
        (binding) => [binding.variable, interpret(binding.reference, current, scope)] as const,
      );
      return interpret(node.expression, current, {
        ...scope,
        variables: { ...scope.variables, ...Object.fromEntries(bound) },
      });
    }
    case "ExpressionReference":
    case "Binding":
      throw new InvalidExpressionError(`&…`, "an expression reference stands only as a function's argument.");
  }
}

function named(name: string, scope: Scope): Evaluated {
  const value = scope.lookup(name);
  if (value === undefined)
    throw new InvalidExpressionError(name, "no read, `let` or signal of the playbook has this name.");
  return value;
}

function subexpression(node: NodeOf<"Subexpression">, current: Evaluated, scope: Scope): Evaluated {
  const left = interpret(node.left, current, scope);
  const isNothing = left.kind === "known" && left.value === null;
  if (isNothing && !isPath(node.right)) return left;
  return interpret(node.right, left, scope);
}

function isSlice(node: ExpressionNode): boolean {
  return node.type === "IndexExpression" && node.right.type === "Slice";
}

/** `name` or `name[0]`: below nothing, it still says what is missing. */
function isPath(node: ExpressionNode): boolean {
  if (node.type === "IndexExpression") return isPath(node.left) && node.right.type === "Index";
  return node.type === "Field";
}

/**
 * Kleene: false with anything is false, also where the other side is not known yet. What the value is stays unknown then;
 * that it is false does not.
 */
function and(node: NodeOf<"AndExpression">, current: Evaluated, scope: Scope): Evaluated {
  const left = interpret(node.left, current, scope);
  const leftTruth = truthOf(left);
  if (leftTruth.kind === "truth" && !leftTruth.isTrue) return left;
  const right = interpret(node.right, current, scope);
  if (leftTruth.kind === "truth") return resting(right, leftTruth.proof);
  const rightTruth = truthOf(right);
  if (rightTruth.kind === "truth") {
    const { isTrue, proof } = rightTruth;
    return isTrue ? leftTruth : { ...leftTruth, truth: { isTrue, proof } };
  }
  return unknown(...leftTruth.reasons, ...rightTruth.reasons);
}

/** Kleene: true with anything is true. A default (`a || 'b'`) rests on what made the left side false. */
function or(node: NodeOf<"OrExpression">, current: Evaluated, scope: Scope): Evaluated {
  const left = interpret(node.left, current, scope);
  const leftTruth = truthOf(left);
  if (leftTruth.kind === "truth" && leftTruth.isTrue) return left;
  const right = interpret(node.right, current, scope);
  if (leftTruth.kind === "truth") {
    const isBareTruth = right.kind === "known" && right.value === true;
    return isBareTruth ? right : resting(right, leftTruth.proof);
  }
  const rightTruth = truthOf(right);
  if (rightTruth.kind === "truth") {
    const { isTrue, proof } = rightTruth;
    return isTrue ? { ...leftTruth, truth: { isTrue, proof } } : leftTruth;
  }
  return unknown(...leftTruth.reasons, ...rightTruth.reasons);
}

/** The same, resting on more; of an unknown value, what is known of its truth does. */
function resting(value: Evaluated, proof: Proof): Evaluated {
  if (value.kind === "known") return restingOn(value, proof);
  if (value.truth === undefined) return value;
  return { ...value, truth: { ...value.truth, proof: allOf(proof, value.truth.proof) } };
}

function not(value: Evaluated): Evaluated {
  const truth = truthOf(value);
  return truth.kind === "unknown" ? truth : known(!truth.isTrue, truth.proof);
}

function ternary(node: NodeOf<"Ternary">, current: Evaluated, scope: Scope): Evaluated {
  const condition = truthOf(interpret(node.condition, current, scope));
  if (condition.kind === "truth") {
    const chosen = interpret(condition.isTrue ? node.trueExpr : node.falseExpr, current, scope);
    return chosen.kind === "unknown" ? chosen : restingOn(chosen, condition.proof);
  }
  const [whenTrue, whenFalse] = [node.trueExpr, node.falseExpr].map((part) =>
    interpret(part, current, scope),
  );
  const isSame =
    whenTrue?.kind === "known" && whenFalse?.kind === "known" && sameJson(whenTrue.value, whenFalse.value);
  return isSame && whenFalse !== undefined ? restingOn(whenTrue, supportOf(whenFalse as Known)) : condition;
}

function arithmetic(node: NodeOf<"Arithmetic">, current: Evaluated, scope: Scope): Evaluated {
  const sides = [interpret(node.left, current, scope), interpret(node.right, current, scope)];
  return derived(sides, ([left, right]) => {
    if (typeof left !== "number" || typeof right !== "number") return null;
    const { operator } = node;
    if (operator === "Plus") return left + right;
    if (operator === "Minus") return left - right;
    if (operator !== "Divide" && operator !== "Div" && operator !== "Modulo") return left * right;
    if (right === 0) return null;
    if (operator === "Modulo") return left % right;
    return operator === "Div" ? Math.floor(left / right) : left / right;
  });
}

function call(node: NodeOf<"Function">, current: Evaluated, scope: Scope): Evaluated {
  const args = node.children.map((child): Argument => {
    if (child.type !== "ExpressionReference") return interpret(child, current, scope);
    return { kind: "expression", apply: (element) => interpret(child.child, element, scope) };
  });
  const cited = Object.hasOwn(scope.functions, node.name) ? scope.functions[node.name] : undefined;
  if (cited !== undefined) return computed(node.name, args, cited(args, scope.context));
  const analysis = Object.hasOwn(scope.analyses, node.name) ? scope.analyses[node.name] : undefined;
  if (analysis === undefined)
    throw new InvalidExpressionError(`${node.name}(…)`, "there is no such function.");
  const values = args.filter((arg) => arg.kind !== "expression");
  return computed(node.name, values, analysis(values, scope.context));
}

/** Functions that give their argument back as it is; of any other a result is not true because its argument is. */
const passing: ReadonlySet<string> = new Set(["said", "not_null", "needed", "exists", "to_array"]);

function computed(name: string, args: readonly Argument[], result: Evaluated): Evaluated {
  const isPassed = result.kind === "unknown" && args.includes(result) && !passing.has(name);
  return isPassed ? { kind: "unknown", reasons: result.reasons } : result;
}
