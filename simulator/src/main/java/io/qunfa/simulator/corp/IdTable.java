package io.qunfa.simulator.corp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ids and the dense numbers that stand for them: about 70 bytes an id. Not thread-safe; reading is
 * safe while nobody writes.
 */
final class IdTable {
  static final int NONE = -1;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1024];
  private int[] ends = new int[64];
  // A slot is 0, or the upper half of the id's hash above its number plus 1.
  private long[] slots = new long[128];
  private int size;

  /** The number of an id, or {@link #NONE}. */
  int find(byte[] source, int from, int to) {
    return numberIn(slots[slotOf(hash(source, from, to), source, from, to)]);
  }

  /** The number of an id, which it gets now if it has none. */
  int intern(byte[] source, int from, int to) {
    long hash = hash(source, from, to);
    int slot = slotOf(hash, source, from, to);
    if (slots[slot] != 0) {
      return numberIn(slots[slot]);
    }
    int start = start(size);
    int end = start + to - from;
    if (bytes.length < end) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    System.arraycopy(source, from, bytes, start, to - from);
    ends[size] = end;
    slots[slot] = entry(hash, size);
    size++;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  String text(int number) {
    return new String(
        bytes, start(number), ends[number] - start(number), StandardCharsets.ISO_8859_1);
  }

  /** A number that depends on the id's text alone, unlike its place here. */
  long fingerprint(int number) {
    return hash(bytes, start(number), ends[number]);
  }

  int size() {
    return size;
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  private int slotOf(long hash, byte[] source, int from, int to) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int number = numberIn(slots[slot]);
      if ((slots[slot] ^ hash) >>> 32 == 0
          && Arrays.equals(bytes, start(number), ends[number], source, from, to)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rehash() {
    int mask = slots.length * 2 - 1;
    long[] wider = new long[slots.length * 2];
    for (int number = 0; number < size; number++) {
      long hash = fingerprint(number);
      int slot = (int) hash & mask;
      while (wider[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      wider[slot] = entry(hash, number);
    }
    slots = wider;
  }

  private static long entry(long hash, int number) {
    return (hash & ~0xffffffffL) | (number + 1L);
  }

  private static int numberIn(long slot) {
    return (int) slot - 1;
  }

  /** Eight bytes at a time, since this is most of what a call of ten thousand ids costs. */
  private static long hash(byte[] source, int from, int to) {
    long hash = (long) to - from;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      hash = mix(hash ^ (long) EIGHT_BYTES.get(source, i));
    }
    for (; i < to; i++) {
      hash = mix(hash ^ source[i]);
    }
    return hash;
  }

  private static long mix(long value) {
    long product = value * 0x9E3779B97F4A7C15L;
    return (product ^ (product >>> 32)) * 0xD6E8FEB86659FD93L ^ (product >>> 29);
  }
}
