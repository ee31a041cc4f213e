package io.qunfa.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.qunfa.ledger.RecipientState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to an attempt, or a later word about an accepted job. Never a boolean. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JobOutcome.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = JobOutcome.Deferred.class, name = "deferred"),
  @JsonSubTypes.Type(value = JobOutcome.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = JobOutcome.Unknown.class, name = "unknown"),
  @JsonSubTypes.Type(value = JobOutcome.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = JobOutcome.Receipts.class, name = "receipts"),
  @JsonSubTypes.Type(value = JobOutcome.Stopped.class, name = "stopped"),
  @JsonSubTypes.Type(value = JobOutcome.Withdrawn.class, name = "withdrawn")
})
public sealed interface JobOutcome {

  /**
   * The channel took the job: recipients become ISSUED, those in {@code refused} become
   * REFUSED(code).
   *
   * @param msgid the channel's name of the sending, key of every receipt
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Accepted(String msgid, List<RefusedRecipient> refused) implements JobOutcome {
    public Accepted {
      Objects.requireNonNull(msgid, "msgid is missing");
      refused = List.copyOf(refused);
    }
  }

  /**
   * Nothing was sent and the job shall be tried again later.
   *
   * @param retryAfter not before this much later
   * @param gate true: nothing of this account can be sent before, not just this job
   * @param code the channel's error number, 0 if the channel was not asked. What the call that
   *     sends met only if {@code begun}; before that it is another call's, of media for example
   * @param begun true: begin had said GO to who reports this, and its call is over without effect.
   *     False: begin was not asked or its answer is not known, so a call of the same dispatch may
   *     be under way elsewhere (a redelivered message), and this word settles no such call
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Deferred(
      DeferReason reason,
      Duration retryAfter,
      boolean gate,
      int code,
      String evidence,
      boolean begun)
      implements JobOutcome {
    public Deferred {
      Objects.requireNonNull(reason, "reason is missing");
      Objects.requireNonNull(retryAfter, "retryAfter is missing");
      requireEvidence(evidence);
    }

    /** From before GO. */
    public Deferred(
        DeferReason reason, Duration retryAfter, boolean gate, int code, String evidence) {
      this(reason, retryAfter, gate, code, evidence, false);
    }

    /** The same word from one to whom begin had said GO. */
    public Deferred afterGo() {
      return new Deferred(reason, retryAfter, gate, code, evidence, true);
    }
  }

  /** The channel refused the whole job for good: every recipient becomes REFUSED(code). */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Refused(int code, String evidence) implements JobOutcome {
    public Refused {
      requireEvidence(evidence);
    }
  }

  /**
   * A request left and its answer did not come (or could not be read). Recipients become UNKNOWN.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Unknown(String evidence) implements JobOutcome {
    public Unknown {
      requireEvidence(evidence);
    }
  }

  /** An UNKNOWN job is proven not to have reached the channel: recipients are PLANNED again. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Absent(String evidence) implements JobOutcome {
    public Absent {
      requireEvidence(evidence);
    }
  }

  /**
   * The channel's later word about recipients of an accepted job, one page of it.
   *
   * @param complete true on the last page once every recipient of the job is final: no further
   *     polling
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Receipts(List<Receipt> receipts, boolean complete) implements JobOutcome {
    public Receipts {
      receipts = List.copyOf(receipts);
    }
  }

  /**
   * The channel was told to stop an accepted job and all receipts up to then have been reported:
   * what is still ISSUED becomes {@code remaining}. So it does if the channel refuses to stop it
   * and asking again would not help; then a member may still send it.
   *
   * @param remaining CANCELLED or EXPIRED
   * @param code the channel's error number if it refused, else 0
   * @param evidence why the channel did not stop it; null if it did
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Stopped(RecipientState remaining, int code, @Nullable String evidence)
      implements JobOutcome {
    public Stopped {
      requireEnd(remaining);
    }

    public Stopped(RecipientState remaining) {
      this(remaining, 0, null);
    }
  }

  /**
   * task-service took back a job that the channel never saw: what is PLANNED becomes {@code
   * remaining}.
   *
   * @param remaining CANCELLED or EXPIRED
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Withdrawn(RecipientState remaining) implements JobOutcome {
    public Withdrawn {
      requireEnd(remaining);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record RefusedRecipient(String externalUserId, int code) {
    public RefusedRecipient {
      requireRecipient(externalUserId);
    }
  }

  /**
   * @param state SENT, NOT_A_CONTACT or OVER_QUOTA
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Receipt(String externalUserId, RecipientState state) {
    public Receipt {
      requireRecipient(externalUserId);
      Objects.requireNonNull(state, "state is missing");
    }
  }

  /** Why nothing was sent. */
  enum DeferReason {
    /** The channel's frequency or concurrency limit was hit. */
    LIMITED,
    /** The channel is busy or could not be reached before the request left. */
    CHANNEL_UNAVAILABLE,
    /** A service of ours that the executor needs did not answer. */
    SUITE_UNAVAILABLE,
    /** The credential, its permission or its trusted address is wrong: a person must act. */
    CONFIGURATION,
    /**
     * The channel refuses the whole job for one recipient that it does not name: a person must find
     * him, so the job is not tried again by itself.
     */
    ONE_OF_MANY,
    /** The executor stopped before it began. */
    NOT_STARTED,
    /** The account, its corp or its tenant may not send now; nobody gives up because of that. */
    HELD
  }

  private static void requireEvidence(String evidence) {
    Objects.requireNonNull(evidence, "evidence is missing");
  }

  private static void requireRecipient(String externalUserId) {
    Objects.requireNonNull(externalUserId, "externalUserId is missing");
  }

  private static void requireEnd(RecipientState remaining) {
    Objects.requireNonNull(remaining, "remaining is missing");
    if (!Set.of(RecipientState.CANCELLED, RecipientState.EXPIRED).contains(remaining)) {
      throw new IllegalArgumentException(
          "what remains becomes CANCELLED or EXPIRED, not " + remaining);
    }
  }
}
