import { FUNCTIONS } from './functions.js';
import { ModelError } from './model-error.js';
import { parseExpression, type Expression } from './parse-expression.js';
import { Rational } from './rational.js';
import { formOf, isList, isName, kindOf, type Scope, type Value } from './value.js';

/**
 * Computes an expression, exactly.
 *
 * @throws ModelError that quotes the expression and says what does not fit.
 */
export function evaluate(text: string, scope: Scope): Value {
  const expression = parseExpression(text);
  try {
    return value(expression, scope);
  } catch (error) {
    if (error instanceof ModelError || error instanceof RangeError) {
      throw new ModelError(`in "${text}": ${error.message}`);
    }
    throw error;
  }
}

/** As {@link evaluate}, where a number is wanted. */
export function evaluateNumber(text: string, scope: Scope): Rational {
  const result = evaluate(text, scope);
  if (result instanceof Rational) return result;
  throw new ModelError(`"${text}" gives ${kindOf(result)} where a number is wanted`);
}

/** As {@link evaluate}, where yes or no is wanted. */
export function evaluateCondition(text: string, scope: Scope): boolean {
  const result = evaluate(text, scope);
  if (typeof result === 'boolean') return result;
  throw new ModelError(`"${text}" gives ${kindOf(result)} where yes or no is wanted`);
}

function value(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'text':
      return expression.text;
    case 'name': {
      const found = scope.values.get(expression.name);
      if (found === undefined) throw new ModelError(`nothing is called "${expression.name}"`);
      return found;
    }
    case 'list':
      return expression.items.map((item) => value(item, scope));
    case 'unary':
      return unary(expression.operator, value(expression.operand, scope));
    case 'binary':
      return binary(expression, scope);
    case 'call':
      return call(expression.name, expression.parts, scope);
    case 'index':
      return indexed(value(expression.of, scope), value(expression.index, scope));
    case 'member':
      return member(value(expression.of, scope), expression.member, scope);
  }
}

function unary(operator: '-' | 'not', operand: Value): Value {
  if (operator === 'not') return !truth(operand);
  if (isList(operand)) return operand.map((one) => unary('-', one));
  return number(operand).negated();
}

function binary({ operator, left, right }: Expression & { kind: 'binary' }, scope: Scope): Value {
  if (operator === 'and') return truth(value(left, scope)) && truth(value(right, scope));
  if (operator === 'or') return truth(value(left, scope)) || truth(value(right, scope));
  return broadcast(value(left, scope), value(right, scope), (a, b) => combine(operator, a, b));
}

/** A list and a number: each with the number. Two lists: place by place. */
function broadcast(left: Value, right: Value, one: (a: Rational, b: Rational) => Value): Value {
  if (isList(left) && isList(right)) {
    if (left.length !== right.length) throw new ModelError('the two lists have different lengths');
    return left.map((item, index) => broadcast(item, right[index] as Value, one));
  }
  if (isList(left)) return left.map((item) => broadcast(item, right, one));
  if (isList(right)) return right.map((item) => broadcast(left, item, one));
  return one(number(left), number(right));
}

function combine(operator: string, a: Rational, b: Rational): Value {
  switch (operator) {
    case '+':
      return a.plus(b);
    case '-':
      return a.minus(b);
    case '*':
      return a.times(b);
    case '/':
      return a.over(b);
    case '^':
      return a.power(b);
    case '=':
      return a.equals(b);
    case '!=':
      return !a.equals(b);
    case '<':
      return a.compare(b) < 0;
    case '<=':
      return a.compare(b) <= 0;
    case '>':
      return a.compare(b) > 0;
    default:
      return a.compare(b) >= 0;
  }
}

function call(name: string, parts: readonly Expression[], scope: Scope): Value {
  if (name === 'if') {
    const [condition, yes, no] = parts;
    if (!condition || !yes || !no || parts.length > 3) throw new ModelError('if takes three parts');
    return value(truth(value(condition, scope)) ? yes : no, scope);
  }
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known) throw new ModelError(`no function is called "${name}"`);
  return known(parts.map((part) => value(part, scope)));
}

function indexed(of: Value, index: Value): Value {
  if (!isList(of)) throw new ModelError(`${kindOf(of)} has no places`);
  const place = number(index).toIndex();
  const found = of[place - 1];
  if (found === undefined) throw new ModelError(`the list has no place ${String(place)}`);
  return found;
}

function member(of: Value, name: string, { language }: Scope): Value {
  if (!isName(of)) throw new ModelError(`${kindOf(of)} has no "${name}"`);
  const held = Object.hasOwn(of.numbers, name) ? of.numbers[name] : undefined;
  if (held) return held;
  const form = language === undefined ? undefined : formOf(of, language, name);
  if (form === undefined)
    throw new ModelError(`the name has no "${name}"${language ? ` in ${language}` : ''}`);
  return form;
}

function number(of: Value): Rational {
  if (of instanceof Rational) return of;
  throw new ModelError(`${kindOf(of)} stands where a number is wanted`);
}

function truth(of: Value): boolean {
  if (typeof of === 'boolean') return of;
  throw new ModelError(`${kindOf(of)} stands where yes or no is wanted`);
}
