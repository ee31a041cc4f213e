package io.qunfa.local.demo;

import static io.qunfa.local.demo.Terminal.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Supplier;

/** Shows how a launched campaign is issued to WeCom and then confirmed by the members. */
final class WatchCampaign {
  private final Terminal terminal;
  private final Bounds bounds;
  private final Supplier<JsonNode> progress;

  /**
   * How long each half may take.
   *
   * @param issue a campaign that is not all with WeCom by then has failed
   * @param confirm members may take longer: that is said, and no failure
   */
  record Bounds(Duration issue, Duration confirm) {}

  WatchCampaign(Terminal terminal, Bounds bounds, Supplier<JsonNode> progress) {
    this.terminal = terminal;
    this.bounds = bounds;
    this.progress = progress;
  }

  /** Returns when every recipient was issued, and confirmed or its time is over. */
  void run(long planned) {
    Progress.Look issued =
        new Progress(terminal, "Issued to WeCom").watch(() -> issued(planned), bounds.issue());
    if (!issued.ended()) {
      throw new DemoFailure(
          "After %d s WeCom was handed %s of %s recipients. Look into ./qunfa logs task-service and ./qunfa logs api-executor."
              .formatted(
                  bounds.issue().toSeconds(), number(issued.done()), number(issued.total())));
    }
    Progress.Look confirmed =
        new Progress(terminal, "Confirmed by members")
            .watch(() -> confirmed(planned), bounds.confirm());
    if (!confirmed.ended()) {
      terminal.line(
          "%s recipients are not final yet: the suite goes on asking WeCom; the report shows where they are now."
              .formatted(number(confirmed.total() - confirmed.done())));
    }
  }

  private Progress.Look issued(long planned) {
    Ledger ledger = balanced(progress.get());
    long waiting =
        ledger.targeted() == 0 ? planned : ledger.waiting(); // not frozen yet: all of them
    return new Progress.Look(planned - waiting, planned, waiting == 0);
  }

  private Progress.Look confirmed(long planned) {
    JsonNode now = progress.get();
    boolean finished = now.path("status").asText().equals("FINISHED");
    return new Progress.Look(planned - balanced(now).open(), planned, finished);
  }

  private static Ledger balanced(JsonNode progress) {
    Ledger ledger = Ledger.of(progress);
    if (ledger.targeted() != ledger.sum()) {
      throw new DemoFailure("The ledger does not balance while the campaign runs: " + progress);
    }
    return ledger;
  }
}
