/** No number of an exam item comes near this; a model that does has run away. */
const TOO_LARGE = 2n ** 2048n;

/** An exact fraction in lowest terms. Arithmetic never rounds; {@link Rational.round} does, where it is asked to. */
export class Rational {
  static readonly ZERO = Rational.of(0);
  static readonly ONE = Rational.of(1);

  private constructor(
    readonly numerator: bigint,
    /** Always positive. */
    readonly denominator: bigint,
  ) {}

  /** @throws RangeError for a denominator of 0, and for numbers beyond any sense. */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    const [n, d] = [BigInt(numerator), BigInt(denominator)];
    if (d === 0n) throw new RangeError('division by zero');
    const divisor = d === 1n ? 1n : gcd(n, d) * (d < 0n ? -1n : 1n);
    const reduced = new Rational(n / divisor, d / divisor);
    const size = reduced.numerator < 0n ? -reduced.numerator : reduced.numerator;
    if (size > TOO_LARGE || reduced.denominator > TOO_LARGE) {
      throw new RangeError('the number grows beyond any use');
    }
    return reduced;
  }

  /** Reads `12`, `-3`, `12.50`. Undefined for anything else. */
  static parse(text: string): Rational | undefined {
    const match = /^(-?\d{1,30})(?:\.(\d{1,30}))?$/.exec(text);
    if (!match) return undefined;
    const [, whole = '', places = ''] = match;
    return Rational.of(BigInt(whole + places), 10n ** BigInt(places.length));
  }

  plus(other: Rational): Rational {
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  times(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws RangeError on division by zero. */
  over(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  /** @throws RangeError where the exponent is no whole number of at most 64. */
  power(exponent: Rational): Rational {
    const n = exponent.numerator;
    if (!exponent.isWhole() || n > 64n || n < -64n) {
      throw new RangeError('an exponent is a whole number from -64 to 64');
    }
    if (n < 0n) return Rational.ONE.over(this.power(exponent.negated()));
    return Rational.of(this.numerator ** n, this.denominator ** n);
  }

  negated(): Rational {
    return Rational.of(-this.numerator, this.denominator);
  }

  absolute(): Rational {
    return this.numerator < 0n ? this.negated() : this;
  }

  floor(): Rational {
    const quotient = this.numerator / this.denominator;
    const exact = quotient * this.denominator === this.numerator;
    return Rational.of(exact || this.numerator >= 0n ? quotient : quotient - 1n);
  }

  ceiling(): Rational {
    return this.negated().floor().negated();
  }

  /** Half away from zero, as people are taught: 2.5 → 3, −2.5 → −3. */
  round(places = 0): Rational {
    const scale = Rational.of(10).power(Rational.of(places));
    const half = Rational.of(1, 2);
    const size = this.absolute().times(scale).plus(half).floor().over(scale);
    return this.numerator < 0n ? size.negated() : size;
  }

  /** Below zero, zero, or above. */
  compare(other: Rational): number {
    const difference = this.numerator * other.denominator - other.numerator * this.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Rational): boolean {
    return this.compare(other) === 0;
  }

  isWhole(): boolean {
    return this.denominator === 1n;
  }

  /** How many decimal places write it exactly; undefined where no number of them does. */
  places(): number | undefined {
    let rest = this.denominator;
    let [twos, fives] = [0, 0];
    for (; rest % 2n === 0n; rest /= 2n) twos += 1;
    for (; rest % 5n === 0n; rest /= 5n) fives += 1;
    return rest === 1n ? Math.max(twos, fives) : undefined;
  }

  /**
   * Plain decimal digits with a point: `-1234.50`.
   *
   * @param places at least so many as {@link Rational.places}; that many where left out.
   * @throws RangeError where that does not write it exactly.
   */
  toDecimal(places?: number): string {
    const needed = this.places();
    if (needed === undefined) throw new RangeError(`${this.toString()} has no end as a decimal`);
    const shown = places ?? needed;
    if (shown < needed) throw new RangeError(`${this.toDecimal()} does not fit ${String(shown)} places`);
    const digits = (this.absolute().numerator * 10n ** BigInt(shown)) / this.denominator;
    const text = digits.toString().padStart(shown + 1, '0');
    const sign = this.numerator < 0n ? '-' : '';
    return shown === 0 ? sign + text : `${sign}${text.slice(0, -shown)}.${text.slice(-shown)}`;
  }

  /** @throws RangeError where it is no whole number that a machine's index can hold. */
  toIndex(): number {
    const index = Number(this.numerator);
    if (!this.isWhole() || !Number.isSafeInteger(index)) {
      throw new RangeError(`${this.toString()} is no whole number`);
    }
    return index;
  }

  toString(): string {
    return this.isWhole() ? String(this.numerator) : `${String(this.numerator)}/${String(this.denominator)}`;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
