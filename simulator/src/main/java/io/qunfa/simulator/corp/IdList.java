package io.qunfa.simulator.corp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Ids as they came in a request, packed: ten thousand of them are two arrays. Not thread-safe. */
public final class IdList {
  static final int LONGEST = 64;

  private final Map<Integer, String> strange = new HashMap<>();
  private byte[] bytes = new byte[256];
  private int[] ends = new int[16];
  private int size;

  public static IdList of(Iterable<String> ids) {
    IdList list = new IdList();
    for (String id : ids) {
      list.add(id.toCharArray(), 0, id.length());
    }
    return list;
  }

  /** Takes an id from a parser's buffer without making a string of it. */
  public void add(char[] source, int from, int length) {
    int start = size == 0 ? 0 : ends[size - 1];
    if (bytes.length < start + length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    int end = start;
    boolean plain = length > 0 && length <= LONGEST;
    for (int i = from; plain && i < from + length; i++) {
      char c = source[i];
      plain = c > ' ' && c < 0x7f;
      bytes[end++] = (byte) c;
    }
    if (!plain) {
      strange.put(size, new String(source, from, length));
      end = start;
    }
    ends[size++] = end;
  }

  public int size() {
    return size;
  }

  public String text(int position) {
    String text = strange.get(position);
    return text != null
        ? text
        : new String(
            bytes, start(position), end(position) - start(position), StandardCharsets.ISO_8859_1);
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int position) {
    return position == 0 ? 0 : ends[position - 1];
  }

  int end(int position) {
    return ends[position];
  }
}
