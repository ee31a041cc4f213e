package io.qunfa.task.followup;

import io.qunfa.job.FollowUp;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Executors fetch what is to be asked. */
@RestController
class FollowUpController {
  private static final int MOST = 500;

  private final ClaimFollowUps claimFollowUps;

  FollowUpController(ClaimFollowUps claimFollowUps) {
    this.claimFollowUps = claimFollowUps;
  }

  @PostMapping("/internal/v1/follow-ups:claim")
  FollowUp.Claimed claim(@RequestBody FollowUp.Claim claim) {
    int atMost = Math.clamp(claim.max(), 1, MOST);
    return new FollowUp.Claimed(claimFollowUps.claim(claim.channel(), atMost));
  }
}
