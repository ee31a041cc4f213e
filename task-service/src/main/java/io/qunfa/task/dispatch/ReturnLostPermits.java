package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.toMap;

import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.permit.PermitVerdict;
import io.qunfa.task.permit.PermitVerdicts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives back permits whose jobs somebody else has changed while they were asked for, in the
 * transaction that found out. Nobody will have them: a job that another replica has dispatched may
 * carry the very same permit, and one that waits as it did is asked for again under the same name,
 * which finds the permit or returns it.
 */
@Component
class ReturnLostPermits {
  private final SendJobs jobs;
  private final PermitVerdicts verdicts;

  ReturnLostPermits(SendJobs jobs, PermitVerdicts verdicts) {
    this.jobs = jobs;
    this.verdicts = verdicts;
  }

  /**
   * @param lost granted, at least in part, but not changed accordingly
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void giveBack(List<Decided> lost) {
    if (lost.isEmpty()) {
      return;
    }
    Map<JobKey, SendJob> now =
        jobs.read(lost.stream().map(one -> one.job().key()).toList()).stream()
            .collect(toMap(SendJob::key, Function.identity()));
    verdicts.add(
        lost.stream()
            .filter(one -> isNobodys(one, now.get(one.job().key())))
            .map(
                one ->
                    PermitVerdict.unused(one.job().tenantId(), one.job().corpId(), permitOf(one)))
            .toList());
  }

  private static boolean isNobodys(Decided one, @Nullable SendJob now) {
    if (now == null) {
      return true;
    }
    SendJob.Permit held = now.permit();
    boolean isCarried = held != null && held.id().equals(permitOf(one));
    boolean isAskedForAgain = now.status() == JobStatus.READY && now.epoch() == one.job().epoch();
    return !isCarried && !isAskedForAgain;
  }

  private static String permitOf(Decided one) {
    return Objects.requireNonNull(one.decision().permitId());
  }
}
