package io.qunfa.task.job;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.HoldReason;
import io.qunfa.task.lane.LaneId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account's share of a campaign, or a single task: what one message on the broker stands for.
 * Immutable; the {@code as...} methods answer the job as it is after a change, which {@link
 * SendJobs#change} writes.
 *
 * @param epoch counts the dispatches; 0: never dispatched
 * @param notBefore a deferral's word; null: as soon as the lane allows
 * @param heldBy why a READY job waits until {@code notBefore} although its lane is free; null: it
 *     is not held back
 * @param permit held while DISPATCHED or SENDING, else null
 * @param begunAt when the last call to the channel began
 * @param msgid the channel's name of the sending, once accepted
 * @param deferrals those that count towards giving up
 * @param code the channel's last error number, 0 if none
 * @param evidence the last thing that went wrong, for a person
 * @param closed nothing more will happen to the job and its recipients
 */
public record SendJob(
    TenantId tenantId,
    JobId id,
    CorpId corpId,
    Channel channel,
    AccountId accountId,
    Priority priority,
    int recipients,
    JobStatus status,
    int epoch,
    @Nullable Instant notBefore,
    @Nullable HoldReason heldBy,
    @Nullable Permit permit,
    @Nullable Instant begunAt,
    @Nullable String msgid,
    int deferrals,
    int code,
    @Nullable String evidence,
    boolean closed) {

  /**
   * @param expiresAt no call may begin later
   */
  public record Permit(String id, Instant expiresAt) {}

  public static SendJob planned(
      TenantId tenant,
      JobId id,
      CorpId corp,
      Channel channel,
      AccountId account,
      Priority priority,
      int recipients) {
    return new SendJob(
        tenant,
        id,
        corp,
        channel,
        account,
        priority,
        recipients,
        JobStatus.READY,
        0,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        null,
        false);
  }

  public JobKey key() {
    return new JobKey(tenantId, id);
  }

  public LaneId laneId() {
    return new LaneId(tenantId, accountId);
  }

  public SendJob asDispatched(Permit held) {
    return with(JobStatus.DISPATCHED, epoch + 1, null, held, begunAt, msgid, deferrals, false);
  }

  public SendJob asSending(Instant now) {
    return with(JobStatus.SENDING, epoch, null, permit, now, msgid, deferrals, false);
  }

  /** Back in its lane, without a word against it. */
  public SendJob asReady(@Nullable Instant notBefore) {
    return with(JobStatus.READY, epoch, notBefore, null, begunAt, msgid, deferrals, false);
  }

  public SendJob asDeferred(Instant notBefore, int deferrals) {
    return with(JobStatus.READY, epoch, notBefore, null, begunAt, msgid, deferrals, false);
  }

  public SendJob asAccepted(String msgid) {
    return with(JobStatus.ACCEPTED, epoch, null, null, begunAt, msgid, deferrals, false);
  }

  public SendJob asRefused() {
    return with(JobStatus.REFUSED, epoch, null, null, begunAt, msgid, deferrals, true);
  }

  public SendJob asUnknown() {
    return with(JobStatus.UNKNOWN, epoch, null, null, begunAt, msgid, deferrals, false);
  }

  public SendJob asDead() {
    return with(JobStatus.DEAD, epoch, null, null, begunAt, msgid, deferrals, false);
  }

  public SendJob asCancelled() {
    return with(JobStatus.CANCELLED, epoch, null, null, begunAt, msgid, deferrals, true);
  }

  /** Accepted, and every recipient has its final state. */
  public SendJob asClosed() {
    return with(status, epoch, notBefore, permit, begunAt, msgid, deferrals, true);
  }

  /** Not yet, for a reason that lies in its recipients. */
  public SendJob asHeld(HoldReason reason, Instant until) {
    return copy(recipients, until, reason);
  }

  /** With those who may still be written to. */
  public SendJob withRecipients(int left) {
    return copy(left, notBefore, heldBy);
  }

  private SendJob copy(int recipients, @Nullable Instant notBefore, @Nullable HoldReason heldBy) {
    return new SendJob(
        tenantId,
        id,
        corpId,
        channel,
        accountId,
        priority,
        recipients,
        status,
        epoch,
        notBefore,
        heldBy,
        permit,
        begunAt,
        msgid,
        deferrals,
        code,
        evidence,
        closed);
  }

  public SendJob because(int code, String evidence) {
    return new SendJob(
        tenantId,
        id,
        corpId,
        channel,
        accountId,
        priority,
        recipients,
        status,
        epoch,
        notBefore,
        heldBy,
        permit,
        begunAt,
        msgid,
        deferrals,
        code,
        evidence,
        closed);
  }

  private SendJob with(
      JobStatus status,
      int epoch,
      @Nullable Instant notBefore,
      @Nullable Permit permit,
      @Nullable Instant begunAt,
      @Nullable String msgid,
      int deferrals,
      boolean closed) {
    return new SendJob(
        tenantId,
        id,
        corpId,
        channel,
        accountId,
        priority,
        recipients,
        status,
        epoch,
        notBefore,
        null,
        permit,
        begunAt,
        msgid,
        deferrals,
        code,
        evidence,
        closed);
  }
}
