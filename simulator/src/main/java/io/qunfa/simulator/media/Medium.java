package io.qunfa.simulator.media;

import java.time.Instant;

/** A temporary medium. Its bytes are shared by all that were uploaded with the same content. */
record Medium(
    String id,
    String corpId,
    MediaType type,
    String fileName,
    String contentType,
    FileContent content,
    Instant expiresAt) {}
