package io.qunfa.data.importing;

/** The upload is durable and will be read. */
record ImportAccepted(String importId) {}
