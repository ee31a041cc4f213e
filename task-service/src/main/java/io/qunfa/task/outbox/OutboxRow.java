package io.qunfa.task.outbox;

/** A message as the relay claims it. */
record OutboxRow(
    long id, String exchange, String routingKey, String messageId, String body, int attempts) {}
