package io.qunfa.data.importing;

/** Tells what an upload is that is no UTF-8 text, from its first bytes. */
final class FileKind {
  private static final int SHOWN = 200;

  private FileKind() {}

  /**
   * @throws UnusableFile naming what it is and what to do
   */
  static void requireText(byte[] head) {
    if (head.length == 0) {
      throw new UnusableFile("The file is empty.");
    }
    if (startsWith(head, 'P', 'K')) {
      throw new UnusableFile(
          "The file is a zip archive or an Excel workbook (xlsx). Save it as \"CSV UTF-8\" first.");
    }
    if (startsWith(head, 0xD0, 0xCF, 0x11, 0xE0)) {
      throw new UnusableFile(
          "The file is an old Excel workbook (xls). Save it as \"CSV UTF-8\" first.");
    }
    if (startsWith(head, 0x1F, 0x8B)) {
      throw new UnusableFile("The file is compressed (gzip). Unpack it first.");
    }
    if (startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF)) {
      throw new UnusableFile("The file is UTF-16 text. Save it as \"CSV UTF-8\".");
    }
    for (byte each : head) {
      if (each == 0) {
        throw new UnusableFile("The file is not text: it holds zero bytes. Upload a CSV file.");
      }
    }
  }

  static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int at = 0; at < magic.length; at++) {
      if ((head[at] & 0xFF) != magic[at]) {
        return false;
      }
    }
    return true;
  }

  /** A part of a file in a message: not too long, and without what is no character. */
  static String shown(String text) {
    String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return cut.chars()
        .map(
            each -> Character.isISOControl(each) || Character.isSurrogate((char) each) ? '?' : each)
        .collect(
            StringBuilder::new, (built, each) -> built.append((char) each), StringBuilder::append)
        .toString();
  }
}
