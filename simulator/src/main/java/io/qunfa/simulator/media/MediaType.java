package io.qunfa.simulator.media;

import io.qunfa.simulator.wecom.WecomError;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of temporary media, with what WeCom takes for each. */
public enum MediaType {
  IMAGE,
  VOICE,
  VIDEO,
  FILE;

  private static final long MEBIBYTE = 1024L * 1024;

  /** The kind that a call names; 40005 if there is none. */
  static MediaType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new WecomError(40005));
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  void check(FileContent file, long imageMaxBytes) {
    switch (this) {
      case IMAGE -> {
        refuseIf(file.size() > imageMaxBytes, 40009);
        refuseIf(!isPicture(file), 40123);
      }
      case VOICE -> {
        refuseIf(file.size() > 2 * MEBIBYTE, 45001);
        refuseIf(!file.hasAt(0, "#!AMR"), 40004);
      }
      case VIDEO -> {
        refuseIf(file.size() > 10 * MEBIBYTE, 40011);
        refuseIf(!file.hasAt(4, "ftyp"), 41090);
      }
      case FILE -> refuseIf(file.size() > 20 * MEBIBYTE, 45001);
    }
  }

  /** True for JPG and PNG. */
  static boolean isPicture(FileContent file) {
    return file.hasAt(1, "PNG") || file.hasAt(0, "\u00ff\u00d8");
  }

  private static void refuseIf(boolean wrong, int code) {
    if (wrong) {
      throw new WecomError(code);
    }
  }
}
