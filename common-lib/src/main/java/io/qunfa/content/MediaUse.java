package io.qunfa.content;

/**
 * A stored file that a message needs.
 *
 * @param media the reference that {@code POST /api/v1/media} answered
 */
public record MediaUse(String media, MediaKind kind) {}
