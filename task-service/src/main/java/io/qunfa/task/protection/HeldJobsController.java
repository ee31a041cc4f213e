package io.qunfa.task.protection;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HeldJobsController {
  private final ReleaseHeldJobs releaseHeldJobs;

  HeldJobsController(ReleaseHeldJobs releaseHeldJobs) {
    this.releaseHeldJobs = releaseHeldJobs;
  }

  @PostMapping("/internal/v1/corps/{corpId}/held-jobs:release")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void release(@PathVariable("corpId") CorpId corpId, @RequestParam("tenantId") TenantId tenantId) {
    boolean more = true;
    while (more) {
      more = releaseHeldJobs.release(tenantId, corpId);
    }
  }
}
