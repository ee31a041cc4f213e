package io.qunfa.local.demo;

import static io.qunfa.local.demo.Terminal.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends the sample campaign and prints its report. A second run finds corp, accounts and contacts
 * as the first one left them, and sends a campaign of its own. (The recipients get both: the demo
 * sets a recipient policy that allows it.)
 */
public final class Demo {
  private static final WatchCampaign.Bounds BOUNDS =
      new WatchCampaign.Bounds(Duration.ofMinutes(5), Duration.ofMinutes(3));

  private final Target target;
  private final Terminal terminal;
  private final SampleExport sample;
  private final Operator operator;

  /**
   * What the demo talks to.
   *
   * @param simulator empty when the suite sends to another WeCom server
   * @param corp the company there
   * @param run names this run's campaign, unlike any other's
   */
  public record Target(
      String gateway,
      String username,
      String password,
      String simulator,
      Corp corp,
      Path samples,
      String run) {
    boolean isSimulated() {
      return !simulator.isEmpty();
    }
  }

  /** A company as WeCom knows it. */
  public record Corp(String corpId, String secret) {
    @Override
    public String toString() {
      return "Corp[" + corpId + "]";
    }
  }

  public Demo(Target target, Terminal terminal) {
    this.target = target;
    this.terminal = terminal;
    this.sample = new SampleExport(target.samples());
    this.operator = Operator.login(target.gateway(), target.username(), target.password());
  }

  /** Returns when the report is printed; throws when something is not as the sample data says. */
  public void run() {
    new PrepareCompany(target, terminal, sample, operator).run();

    terminal.heading("The campaign \"VIP or 老客, not 已投诉\"");
    SimulatedCorp.Counts before = counted();
    String campaignId = create();
    long planned = preview(campaignId);
    operator.command(campaignId, "launch");
    new WatchCampaign(terminal, BOUNDS, () -> operator.progress(campaignId)).run(planned);

    JsonNode report = operator.report(campaignId);
    new ReportText(terminal).print(report);
    check(report, planned, before);
  }

  private String create() {
    return operator.createCampaign(
        Map.of(
            "corpId",
            target.corp().corpId(),
            "name",
            "VIP or 老客, not 已投诉 " + target.run(),
            "channel",
            "api",
            "priority",
            "normal",
            "content",
            Map.of("text", "您好！老客专享：本周到店出示此消息，全场九折。（活动编号 " + target.run() + "）"),
            "audience",
            Map.of("anyTags", List.of("VIP", "老客"), "noneTags", List.of("已投诉"))),
        target.run());
  }

  private long preview(String campaignId) {
    JsonNode preview = operator.command(campaignId, "preview");
    long planned = preview.path("planned").asLong();
    List<String> excluded = new ArrayList<>();
    preview
        .path("excluded")
        .properties()
        .forEach(
            reason ->
                excluded.add(
                    number(reason.getValue().asLong()) + " " + ReportText.words(reason.getKey())));
    terminal.line(
        "Preview: %s targeted, of them excluded: %s; %s planned in %d calls of %d accounts."
            .formatted(
                number(preview.path("targeted").asLong()),
                excluded.isEmpty() ? "none" : String.join(", ", excluded),
                number(planned),
                preview.path("jobs").asInt(),
                preview.path("perAccount").size()));
    Check.equal("audience", sample.expected("audience_VIP_or_老客_not_已投诉_minus_optouts"), planned);
    return planned;
  }

  private SimulatedCorp.Counts counted() {
    return target.isSimulated()
        ? new SimulatedCorp(target.simulator()).counts()
        : new SimulatedCorp.Counts(0, 0, 0, 0);
  }

  private void check(JsonNode report, long planned, SimulatedCorp.Counts before) {
    CompareWithWecom compare =
        new CompareWithWecom(
            Ledger.of(report), planned, sample.expected("excluded_optout_in_that_audience"));
    compare.checkLedger();
    if (!target.isSimulated()) {
      return;
    }
    SimulatedCorp.Counts counts = counted().since(before);
    terminal.heading("What WeCom (the simulator) says");
    terminal.line(
        "Accepted %s recipients, %s of them sent; %s refused; %s got it twice."
            .formatted(
                number(counts.recipients()),
                number(counts.sent()),
                number(counts.refused()),
                number(counts.duplicates())));
    compare.checkAgainst(counts);
    if (compare.isFinal()) {
      terminal.good(
          "The report equals WeCom's own count, the ledger balances, and nobody got it twice.");
    } else {
      terminal.line(
          "So far the report agrees with WeCom: everybody was handed over once, not everybody has confirmed.");
    }
  }
}
