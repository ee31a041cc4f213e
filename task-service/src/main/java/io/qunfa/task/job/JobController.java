package io.qunfa.task.job;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.BeginJob;
import io.qunfa.job.JobContent;
import io.qunfa.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What executors ask about jobs. */
@RestController
@RequestMapping("/internal/v1")
class JobController {
  private final BeginJobs beginJobs;
  private final JobContents contents;

  JobController(BeginJobs beginJobs, JobContents contents) {
    this.beginJobs = beginJobs;
    this.contents = contents;
  }

  @PostMapping("/jobs:begin")
  BeginJob.Answer begin(@RequestBody BeginJob ask) {
    return new BeginJob.Answer(beginJobs.begin(ask));
  }

  @GetMapping("/campaigns/{id}/content")
  JobContent content(@PathVariable("id") CampaignId id, @RequestParam("tenantId") TenantId tenant) {
    return contents.find(tenant, id).orElseThrow(() -> Problem.notFound("campaign or task", id));
  }
}
