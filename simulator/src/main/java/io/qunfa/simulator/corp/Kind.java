package io.qunfa.simulator.corp;

/** What an id of an outside party names. */
public enum Kind {
  CONTACT,
  CHAT;

  /**
   * True for an id that WeCom could have given: {@code wm…} or {@code wo…}, {@code wr…} for a
   * group.
   */
  boolean wellFormed(byte[] bytes, int from, int to) {
    int shortest = this == CONTACT ? 12 : 4;
    if (to - from < shortest || to - from > IdList.LONGEST || bytes[from] != 'w') {
      return false;
    }
    byte second = bytes[from + 1];
    boolean known = this == CONTACT ? second == 'm' || second == 'o' : second == 'r';
    for (int i = from + 2; known && i < to; i++) {
      byte b = bytes[i];
      known =
          (b >= '0' && b <= '9')
              || (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || b == '_'
              || b == '-';
    }
    return known;
  }
}
