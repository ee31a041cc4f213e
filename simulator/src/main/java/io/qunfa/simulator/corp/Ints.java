package io.qunfa.simulator.corp;

import java.util.Arrays;

/** A growing list of numbers. Not thread-safe. */
public final class Ints {
  private int[] values;
  private int size;

  public Ints() {
    this(8);
  }

  public Ints(int expected) {
    values = new int[Math.max(1, expected)];
  }

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  public int get(int position) {
    return values[position];
  }

  public int size() {
    return size;
  }

  public int[] toArray() {
    return size == values.length ? values : Arrays.copyOf(values, size);
  }
}
