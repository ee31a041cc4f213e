package io.qunfa.local.demo;

import static io.qunfa.local.demo.Terminal.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A company with its accounts and customers, as the sample export has them; again changes nothing.
 */
final class PrepareCompany {
  private static final String CREDENTIAL = "demo";
  private static final int DAILY_QUOTA = 1_000_000;

  /** The demo runs at any hour, and again on the same day. */
  private static final Map<String, Object> POLICY =
      Map.of(
          "maxPerDay",
          100,
          "quietHours",
          Map.of("from", "00:00", "until", "00:00"),
          "receiveQuota",
          "MONTH_DAYS",
          "note",
          "demo");

  private static final Duration IMPORT_BOUND = Duration.ofMinutes(5);

  private final Demo.Target target;
  private final Terminal terminal;
  private final SampleExport sample;
  private final Operator operator;

  PrepareCompany(Demo.Target target, Terminal terminal, SampleExport sample, Operator operator) {
    this.target = target;
    this.terminal = terminal;
    this.sample = sample;
    this.operator = operator;
  }

  void run() {
    terminal.heading("The company");
    createAccounts();
    terminal.heading("Its customers");
    importContacts();
    importOptOuts();
  }

  private void createAccounts() {
    List<String> members = sample.members();
    String corpId = target.corp().corpId();
    if (target.isSimulated()) {
      new SimulatedCorp(target.simulator()).seed(corpId, target.corp().secret(), sample);
      terminal.line("Simulated WeCom knows %s with %d members.".formatted(corpId, members.size()));
    }
    operator.createCorp(corpId, "Sample company");
    protect(corpId);
    operator.createCredential(corpId, CREDENTIAL, target.corp().secret());
    operator.createAccounts(members.stream().map(member -> account(corpId, member)).toList());
    terminal.line("%d accounts send for it, one per member.".formatted(members.size()));
  }

  private void protect(String corpId) {
    JsonNode policy = operator.setRecipientPolicy(corpId, POLICY);
    terminal.line(
        "Its recipient policy, version %d: at most %d messages a day each, no quiet hours, WeCom's receive quota %s (the default would be 1 a day, quiet from 21:00 to 09:00)."
            .formatted(
                policy.path("version").asInt(),
                policy.path("maxPerDay").asInt(),
                policy.path("receiveQuota").asText()));
  }

  private static Map<String, Object> account(String corpId, String member) {
    return Map.of(
        "corpId", corpId,
        "channel", "api",
        "memberUserid", member,
        "credential", CREDENTIAL,
        "dailyQuota", DAILY_QUOTA,
        "tags", List.of("demo"));
  }

  private void importContacts() {
    String importId =
        operator.importContacts(target.corp().corpId(), sample.contacts(), target.run());
    JsonNode ended = watchImport(importId, "contacts.csv", sample.expected("rows"));
    terminal.line(
        "  imported %s, repeats %s, rejected %s (by line, with a reason)"
            .formatted(
                number(ended.path("imported").asLong()),
                number(ended.path("duplicates").asLong()),
                number(ended.path("rejected").asLong())));
    Check.equal("rows of the export", sample.expected("rows"), ended.path("rows").asLong());
    Check.equal("rejected rows", sample.expected("rejected_rows"), ended.path("rejected").asLong());
    Check.equal("contacts", sample.expected("contacts"), ended.path("contacts").asLong());
    Check.equal("relations", sample.expected("relations"), ended.path("relations").asLong());
  }

  private void importOptOuts() {
    String importId =
        operator.importOptOuts(target.corp().corpId(), sample.optOuts(), target.run());
    JsonNode ended = watchImport(importId, "opt-outs.csv", sample.expected("opt_outs"));
    Check.equal("opt-outs", sample.expected("opt_outs"), ended.path("rows").asLong());
  }

  private JsonNode watchImport(String importId, String file, long rows) {
    new Progress(terminal, "Importing " + file)
        .watch(
            () -> {
              JsonNode now = operator.importState(importId);
              return new Progress.Look(now.path("rows").asLong(), rows, hasEnded(now));
            },
            IMPORT_BOUND);
    JsonNode state = operator.importState(importId);
    if (!state.path("status").asText().equals("DONE")) {
      throw new DemoFailure(
          "The import of %s is %s: %s"
              .formatted(
                  file,
                  state.path("status").asText(),
                  state.path("reason").asText("no reason given")));
    }
    return state;
  }

  private static boolean hasEnded(JsonNode state) {
    String status = state.path("status").asText();
    return status.equals("DONE") || status.equals("FAILED");
  }
}
