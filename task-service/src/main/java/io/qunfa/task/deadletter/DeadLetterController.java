package io.qunfa.task.deadletter;

import io.qunfa.channel.Channel;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What gave up, and why. */
@RestController
@RequestMapping("/api/v1/dead-letters")
class DeadLetterController {
  private static final String ANY = "ANY";

  private final Letters letters;

  DeadLetterController(Letters letters) {
    this.letters = letters;
  }

  /** Newest first; those that wait for a decision, unless another state (or ANY) is asked for. */
  @GetMapping
  Page<DeadLetter> list(
      Caller caller,
      @RequestParam(name = "kind", required = false) @Nullable LetterKind kind,
      @RequestParam(name = "campaignId", required = false) @Nullable CampaignId campaign,
      @RequestParam(name = "channel", required = false) @Nullable String channel,
      @RequestParam(name = "queue", required = false) @Nullable String queue,
      @RequestParam(name = "reason", required = false) @Nullable DeadReason reason,
      @RequestParam(name = "state", defaultValue = "DEAD") String state,
      @RequestParam(name = "diedFrom", required = false) @Nullable Instant diedFrom,
      @RequestParam(name = "diedTo", required = false) @Nullable Instant diedTo,
      @RequestParam(name = "text", required = false) @Nullable String text,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    LetterFilter filter =
        new LetterFilter(
            kind,
            campaign,
            channel == null ? null : Problem.reading("channel", channel, Channel::of),
            queue,
            reason,
            state.equals(ANY) ? null : Problem.reading("state", state, LetterState::valueOf),
            diedFrom,
            diedTo,
            text);
    int size = Math.clamp(limit, 1, Page.MAX_LIMIT);
    List<DeadLetter> found =
        letters.before(caller.tenantId(), filter, Cursor.number(cursor, Long.MAX_VALUE), size + 1);
    boolean more = found.size() > size;
    List<DeadLetter> page = more ? found.subList(0, size) : found;
    return new Page<>(page, more ? page.getLast().id() : null);
  }

  @GetMapping("/{id}")
  LetterDetail get(Caller caller, @PathVariable("id") long id) {
    DeadLetter letter = letters.require(caller.tenantId(), id);
    Letters.Body body = letters.body(caller.tenantId(), id);
    return new LetterDetail(
        letter,
        LetterDetail.Content.of(body.payload()),
        body.headers(),
        letters.history(caller.tenantId(), id));
  }
}
