package io.qunfa.simulator.task;

/** A set of numbers other than 0, 16 to 32 bytes each. Not thread-safe. */
final class LongSet {
  private long[] slots = new long[1024];
  private int size;

  boolean add(long value) {
    if (!put(slots, value)) {
      return false;
    }
    if (++size * 2 > slots.length) {
      long[] wider = new long[slots.length * 2];
      for (long old : slots) {
        if (old != 0) {
          put(wider, old);
        }
      }
      slots = wider;
    }
    return true;
  }

  private static boolean put(long[] slots, long value) {
    int mask = slots.length - 1;
    long mixed = value * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == value) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = value;
    return true;
  }
}
