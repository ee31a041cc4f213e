package io.qunfa.task.media;

import io.qunfa.content.MediaKind;

/**
 * A file that messages may carry.
 *
 * @param media its reference: the kind and the SHA-256 of its bytes
 */
record StoredMedia(String media, MediaKind kind, String filename, String contentType, long size) {}
