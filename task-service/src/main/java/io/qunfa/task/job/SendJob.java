package io.qunfa.task.job;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.deadletter.DeadReason;
import io.qunfa.task.lane.LaneId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account's share of a campaign, or a single task: what one message on the broker stands for.
 * Immutable; the {@code as...} methods answer the job as it is after a change, which {@link
 * SendJobs#change} writes.
 *
 * @param epoch counts the dispatches; 0: never dispatched
 * @param permit held while DISPATCHED or SENDING, else null
 * @param closed nothing more will happen to the job and its recipients
 */
public record SendJob(
    Share share,
    int recipients,
    JobStatus status,
    int epoch,
    Waiting waiting,
    @Nullable Permit permit,
    Talk talk,
    boolean closed) {

  /** Whose it is and who sends it, which never changes. */
  public record Share(
      TenantId tenantId,
      JobId id,
      CorpId corpId,
      Channel channel,
      AccountId accountId,
      Priority priority) {}

  /**
   * @param notBefore null: as soon as the lane allows
   * @param heldBy what holds it until then, in one word; of a DEAD one, why it gave up; null:
   *     nothing
   * @param limitedUntil the limiter's word, for people, if it is asked again sooner; else null
   */
  public record Waiting(
      @Nullable Instant notBefore, @Nullable String heldBy, @Nullable Instant limitedUntil) {
    static final Waiting FOR_ITS_TURN = new Waiting(null, null, null);

    static Waiting until(@Nullable Instant notBefore, @Nullable String heldBy) {
      return new Waiting(notBefore, heldBy, null);
    }
  }

  /**
   * @param expiresAt no call may begin later
   */
  public record Permit(String id, Instant expiresAt) {}

  /**
   * What was told to the channel, and what it said.
   *
   * @param begunAt when the last call began
   * @param msgid the channel's name of the sending, once accepted
   * @param deferrals those that count towards giving up
   * @param code the channel's last error number, 0 if none
   * @param evidence the last thing that went wrong, for a person
   * @param everUnknown a call of it had no known end once, whatever was found out later
   */
  public record Talk(
      @Nullable Instant begunAt,
      @Nullable String msgid,
      int deferrals,
      int code,
      @Nullable String evidence,
      boolean everUnknown) {
    static final Talk NONE = new Talk(null, null, 0, 0, null, false);

    private Talk begun(Instant now) {
      return new Talk(now, msgid, deferrals, code, evidence, everUnknown);
    }

    private Talk accepted(String as) {
      return new Talk(begunAt, as, deferrals, code, evidence, everUnknown);
    }

    private Talk deferred(int times) {
      return new Talk(begunAt, msgid, times, code, evidence, everUnknown);
    }

    private Talk complained(int number, String why) {
      return new Talk(begunAt, msgid, deferrals, number, why, everUnknown);
    }

    private Talk doubted() {
      return new Talk(begunAt, msgid, deferrals, code, evidence, true);
    }
  }

  public static SendJob planned(Share share, int recipients) {
    return new SendJob(
        share, recipients, JobStatus.READY, 0, Waiting.FOR_ITS_TURN, null, Talk.NONE, false);
  }

  /** With fewer recipients: the others are another job's, or nobody's. */
  public SendJob shrunkTo(int fewer) {
    return new SendJob(share, fewer, status, epoch, waiting, permit, talk, closed);
  }

  /** Waiting, and not leaving before then. */
  public SendJob heldUntil(Instant notBefore, String heldBy, String evidence) {
    return waiting(Waiting.until(notBefore, heldBy)).because(code(), evidence);
  }

  /** Waiting for a limit, which is asked again then. */
  public SendJob heldByLimit(
      Instant askAgain, String limit, Instant limitedUntil, String evidence) {
    return waiting(new Waiting(askAgain, limit, limitedUntil)).because(code(), evidence);
  }

  private SendJob waiting(Waiting held) {
    return new SendJob(share, recipients, status, epoch, held, permit, talk, closed);
  }

  public SendJob asDispatched(Permit held) {
    return new SendJob(
        share,
        recipients,
        JobStatus.DISPATCHED,
        epoch + 1,
        Waiting.FOR_ITS_TURN,
        held,
        talk,
        false);
  }

  public SendJob asSending(Instant now) {
    return new SendJob(
        share,
        recipients,
        JobStatus.SENDING,
        epoch,
        Waiting.FOR_ITS_TURN,
        permit,
        talk.begun(now),
        false);
  }

  /** Back in its lane, without a word against it. */
  public SendJob asReady(@Nullable Instant notBefore) {
    return back(Waiting.until(notBefore, null), talk);
  }

  public SendJob asDeferred(Instant notBefore, String heldBy, int deferrals) {
    return back(Waiting.until(notBefore, heldBy), talk.deferred(deferrals));
  }

  public SendJob asAccepted(String msgid) {
    return decided(JobStatus.ACCEPTED, talk.accepted(msgid), false);
  }

  public SendJob asRefused() {
    return decided(JobStatus.REFUSED, talk, true);
  }

  public SendJob asUnknown() {
    return decided(JobStatus.UNKNOWN, talk.doubted(), false);
  }

  public SendJob asDead(DeadReason why) {
    return new SendJob(
        share,
        recipients,
        JobStatus.DEAD,
        epoch,
        Waiting.until(null, why.name()),
        null,
        talk,
        false);
  }

  /** Back in its lane from the dead letters, with all of its tries before it. */
  public SendJob asReplayed() {
    return back(Waiting.FOR_ITS_TURN, talk.deferred(0));
  }

  public SendJob asCancelled() {
    return decided(JobStatus.CANCELLED, talk, true);
  }

  /** Accepted, and every recipient has its final state. */
  public SendJob asClosed() {
    return new SendJob(share, recipients, status, epoch, waiting, permit, talk, true);
  }

  public SendJob because(int code, String evidence) {
    Talk complained = talk.complained(code, evidence);
    return new SendJob(share, recipients, status, epoch, waiting, permit, complained, closed);
  }

  private SendJob back(Waiting now, Talk said) {
    return new SendJob(share, recipients, JobStatus.READY, epoch, now, null, said, false);
  }

  private SendJob decided(JobStatus as, Talk said, boolean isClosed) {
    return new SendJob(share, recipients, as, epoch, Waiting.FOR_ITS_TURN, null, said, isClosed);
  }

  /**
   * It is sent to all of its recipients at once or to none. Should the channel have taken it after
   * all when that was not known, it has taken it whole.
   */
  public boolean staysWhole() {
    return recipients > 1 && talk.everUnknown();
  }

  public JobKey key() {
    return new JobKey(tenantId(), id());
  }

  public LaneId laneId() {
    return new LaneId(tenantId(), accountId());
  }

  public TenantId tenantId() {
    return share.tenantId();
  }

  public JobId id() {
    return share.id();
  }

  public CorpId corpId() {
    return share.corpId();
  }

  public Channel channel() {
    return share.channel();
  }

  public AccountId accountId() {
    return share.accountId();
  }

  public Priority priority() {
    return share.priority();
  }

  public @Nullable Instant notBefore() {
    return waiting.notBefore();
  }

  public @Nullable String heldBy() {
    return waiting.heldBy();
  }

  public @Nullable Instant limitedUntil() {
    return waiting.limitedUntil();
  }

  public @Nullable Instant begunAt() {
    return talk.begunAt();
  }

  public @Nullable String msgid() {
    return talk.msgid();
  }

  public int deferrals() {
    return talk.deferrals();
  }

  public int code() {
    return talk.code();
  }

  public @Nullable String evidence() {
    return talk.evidence();
  }
}
