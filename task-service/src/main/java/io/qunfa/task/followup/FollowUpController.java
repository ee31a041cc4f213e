package io.qunfa.task.followup;

import io.qunfa.job.ClaimMsgid;
import io.qunfa.job.FollowUp;
import io.qunfa.job.TakenMsgids;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Executors fetch what is to be asked, and ask whose it is what they have found. */
@RestController
class FollowUpController {
  private static final int MOST = 500;

  private final ClaimFollowUps claimFollowUps;
  private final TakeBackFollowUp takeBack;
  private final FoundMsgids found;

  FollowUpController(ClaimFollowUps claimFollowUps, TakeBackFollowUp takeBack, FoundMsgids found) {
    this.claimFollowUps = claimFollowUps;
    this.takeBack = takeBack;
    this.found = found;
  }

  @PostMapping("/internal/v1/follow-ups:claim")
  FollowUp.Claimed claim(@RequestBody FollowUp.Claim claim) {
    int atMost = Math.clamp(claim.max(), 1, MOST);
    return new FollowUp.Claimed(claimFollowUps.claim(claim.channel(), atMost));
  }

  @PostMapping("/internal/v1/follow-ups:handBack")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void handBack(@RequestBody FollowUp.HandBack handBack) {
    takeBack.takeBack(handBack);
  }

  @PostMapping("/internal/v1/msgids:taken")
  TakenMsgids.Answer taken(@RequestBody TakenMsgids ask) {
    return new TakenMsgids.Answer(found.taken(ask));
  }

  @PostMapping("/internal/v1/msgids:claim")
  ClaimMsgid.Answer claim(@RequestBody ClaimMsgid claim) {
    return new ClaimMsgid.Answer(found.claim(claim));
  }
}
