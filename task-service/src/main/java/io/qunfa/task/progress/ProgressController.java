package io.qunfa.task.progress;

import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The same path answers once or streams, by what the caller accepts. */
@RestController
@RequestMapping("/api/v1/campaigns/{id}/progress")
class ProgressController {
  /** Streams end with the campaign, not with the clock. */
  private static final long NO_TIMEOUT = 0;

  private final ReadProgress readProgress;
  private final PublishProgress publishProgress;

  ProgressController(ReadProgress readProgress, PublishProgress publishProgress) {
    this.readProgress = readProgress;
    this.publishProgress = publishProgress;
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  Progress read(Caller caller, @PathVariable("id") CampaignId id) {
    return readProgress.read(caller.tenantId(), id).progress();
  }

  /** One event a second; the stream ends when the campaign has, and every recipient is final. */
  @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter watch(Caller caller, @PathVariable("id") CampaignId id) {
    SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
    publishProgress.add(caller.tenantId(), id, new Watcher(emitter));
    return emitter;
  }
}
