import { type ExpressionNode, parseExpression } from "./parse-expression.ts";

/** What an expression uses of its surroundings, found without evaluating it. */
export interface ExpressionUse {
  /** Names of the environment: fields at the top, `$name`, `$.name`. */
  readonly names: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  /** Literal patterns given to `matches` and `find`. */
  readonly patterns: readonly string[];
  /** True where `!a.b` stands for what JMESPath reads as `(!a).b`. */
  readonly negatesTooLittle: boolean;
}

/** Parses and inspects an expression. Throws InvalidExpressionError. */
export function inspectExpression(expression: string): ExpressionUse {
  const use = {
    names: new Set<string>(),
    functions: new Set<string>(),
    patterns: [] as string[],
    negatesTooLittle: false,
  };
  visit(parseExpression(expression), true, new Set());
  return use;

  function visit(node: ExpressionNode, isAtTop: boolean, local: ReadonlySet<string>): void {
    const here = (child: ExpressionNode) => visit(child, isAtTop, local);
    const inside = (child: ExpressionNode) => visit(child, false, local);
    switch (node.type) {
      case "Field":
        if (isAtTop) use.names.add(node.name);
        return;
      case "Variable":
        if (!local.has(node.name)) use.names.add(node.name);
        return;
      case "Subexpression": {
        if (node.left.type === "NotExpression") use.negatesTooLittle = true;
        const isRoot = node.left.type === "Root" || (node.left.type === "Current" && isAtTop);
        here(node.left);
        visit(node.right, isRoot, local);
        return;
      }
      case "Pipe":
      case "IndexExpression":
      case "Projection":
      case "ValueProjection":
        here(node.left);
        inside(node.right);
        return;
      case "FilterProjection":
        here(node.left);
        inside(node.condition);
        inside(node.right);
        return;
      case "AndExpression":
      case "OrExpression":
      case "Comparator":
      case "Arithmetic":
        here(node.left);
        here(node.right);
        return;
      case "NotExpression":
      case "Flatten":
        here(node.child);
        return;
      case "ExpressionReference":
        inside(node.child);
        return;
      case "Unary":
        here(node.operand);
        return;
      case "Ternary":
        for (const part of [node.condition, node.trueExpr, node.falseExpr]) here(part);
        return;
      case "MultiSelectList":
        for (const child of node.children) here(child);
        return;
      case "MultiSelectHash":
        for (const child of node.children) here(child.value);
        return;
      case "Function": {
        use.functions.add(node.name);
        const pattern = node.children[1];
        if ((node.name === "matches" || node.name === "find") && pattern?.type === "Literal")
          use.patterns.push(String(pattern.value as string));
        for (const child of node.children) here(child);
        return;
      }
      case "LetExpression":
        for (const binding of node.bindings) here(binding.reference);
        visit(
          node.expression,
          isAtTop,
          new Set([...local, ...node.bindings.map(({ variable }) => variable)]),
        );
        return;
      case "Literal":
      case "Current":
      case "Identity":
      case "Root":
      case "Index":
      case "Slice":
      case "Binding":
        return;
    }
  }
}
