package io.qunfa.ids;

final class Numbers {
  private Numbers() {}

  static long parse(String what, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          what + " must be a decimal number, got \"" + text + "\"", notANumber);
    }
  }
}
