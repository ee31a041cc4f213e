package io.qunfa.task.replay;

/**
 * Who decides, and why.
 *
 * @param reason in a person's words; may be empty for a replay
 */
record Decision(String actor, String reason) {}
