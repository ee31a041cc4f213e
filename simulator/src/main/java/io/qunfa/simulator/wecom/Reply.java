package io.qunfa.simulator.wecom;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.springframework.core.io.ByteArrayResource;

/** What a call answers when it went well. */
public sealed interface Reply {
  /** Only {@code errcode} 0 and {@code errmsg} ok. */
  static Reply ok() {
    return new Fields("ok", json -> {});
  }

  static Reply of(Writer writer) {
    return new Fields("ok", writer);
  }

  /** Fields after {@code errcode} 0 and the {@code errmsg}. */
  record Fields(String errmsg, Writer writer) implements Reply {}

  /** A file. */
  record File(String contentType, String name, ByteArrayResource bytes) implements Reply {}

  /** Writes the fields of a reply; its object is open already. */
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }
}
