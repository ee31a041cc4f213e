package io.qunfa.data.recheck;

import io.qunfa.protection.ProtectJobs;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RecheckController {
  private final RecheckJobs recheckJobs;

  RecheckController(RecheckJobs recheckJobs) {
    this.recheckJobs = recheckJobs;
  }

  @PostMapping("/internal/v1/jobs:protect")
  ProtectJobs.Answer protect(@RequestBody ProtectJobs request) {
    return recheckJobs.recheck(request);
  }
}
