// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

/** A number of a histogram through the samples of a chunk. */
sealed interface CountColumn {

  void readFirst(BitReader in, boolean unsigned) throws DamagedChunkException;

  void readNext(BitReader in) throws DamagedChunkException;

  void writeFirst(BitWriter out, double value, boolean unsigned);

  void writeNext(BitWriter out, double value);

  double value();

  /** Integers, by differences of differences. */
  final class Whole implements CountColumn {

    private long value;
    private long delta;

    @Override
    public void readFirst(BitReader in, boolean unsigned) throws DamagedChunkException {
      value = unsigned ? in.varbitUint() : in.varbitInt();
    }

    @Override
    public void readNext(BitReader in) throws DamagedChunkException {
      delta += in.varbitInt();
      value += delta;
    }

    @Override
    public void writeFirst(BitWriter out, double first, boolean unsigned) {
      value = (long) first;
      delta = 0;
      if (unsigned) {
        out.varbitUint(value);
      } else {
        out.varbitInt(value);
      }
    }

    @Override
    public void writeNext(BitWriter out, double next) {
      long step = (long) next - value;
      out.varbitInt(step - delta);
      value = (long) next;
      delta = step;
    }

    @Override
    public double value() {
      return value;
    }
  }

  /** Floats, by the bits that differ. */
  final class Fraction implements CountColumn {

    private final XorValue value = new XorValue();

    @Override
    public void readFirst(BitReader in, boolean unsigned) throws DamagedChunkException {
      value.first(in.float64());
    }

    @Override
    public void readNext(BitReader in) throws DamagedChunkException {
      value.read(in);
    }

    @Override
    public void writeFirst(BitWriter out, double first, boolean unsigned) {
      out.float64(first);
      value.first(first);
    }

    @Override
    public void writeNext(BitWriter out, double next) {
      value.write(out, next);
    }

    @Override
    public double value() {
      return value.value();
    }
  }
}
