package io.qunfa.data.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 and marks every byte that is not UTF-8 by a lone low surrogate, U+DC00 plus the byte.
 * No well-formed text holds one, so what is broken can be told by line and all else can be kept,
 * U+FFFD included.
 */
final class MarkedUtf8Reader extends Reader {
  private static final char MARK = '\uDC00';
  private static final int BUFFER = 1 << 16;

  private final InputStream source;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  // Room for the marks of one malformed sequence (at most three bytes) behind a full decode.
  private final CharBuffer chars = CharBuffer.allocate(BUFFER + 4).flip();
  private boolean ended;

  MarkedUtf8Reader(InputStream source) {
    this.source = source;
  }

  /** Whether text that this reader gave was not UTF-8 in the file. */
  static boolean isMarked(String text) {
    for (int at = 0; at < text.length(); at++) {
      char here = text.charAt(at);
      if (Character.isHighSurrogate(here)) {
        at++;
      } else if (Character.isLowSurrogate(here)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    while (!chars.hasRemaining()) {
      chars.clear().limit(BUFFER);
      CoderResult result = decoder.decode(bytes, chars, ended);
      chars.limit(chars.capacity());
      if (result.isError()) {
        markBroken(result.length());
      }
      chars.flip();
      if (!chars.hasRemaining() && result.isUnderflow() && !fill()) {
        return -1;
      }
    }
    int given = Math.min(length, chars.remaining());
    chars.get(into, offset, given);
    return given;
  }

  private void markBroken(int broken) {
    for (int each = 0; each < broken; each++) {
      chars.put((char) (MARK + (bytes.get() & 0xFF)));
    }
  }

  /**
   * @return false at the end
   */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    bytes.compact();
    int read = source.read(bytes.array(), bytes.position(), bytes.remaining());
    if (read < 0) {
      ended = true;
    } else {
      bytes.position(bytes.position() + read);
    }
    bytes.flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
