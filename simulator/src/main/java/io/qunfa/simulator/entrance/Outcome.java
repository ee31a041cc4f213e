package io.qunfa.simulator.entrance;

import io.qunfa.simulator.fault.FaultKind;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomError;

/** How a call ends. */
sealed interface Outcome {
  /** It went well. */
  record Answered(Reply reply) implements Outcome {}

  /** WeCom refuses. */
  record Refused(WecomError error) implements Outcome {}

  /** The answer is no answer of WeCom. */
  record Spoilt(FaultKind kind) implements Outcome {}

  /** The connection is reset without an answer. */
  record Cut(FaultKind kind) implements Outcome {}
}
