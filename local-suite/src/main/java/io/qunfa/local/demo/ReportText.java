package io.qunfa.local.demo;

import static io.qunfa.local.demo.Terminal.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A campaign's report for the terminal. */
final class ReportText {
  private static final String COUNT = "  %-24s %10s";

  private final Terminal terminal;

  ReportText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(JsonNode report) {
    Ledger ledger = Ledger.of(report);
    terminal.heading(
        "Report of " + report.path("name").asText() + " (" + report.path("status").asText() + ")");
    ledger
        .states()
        .forEach((state, count) -> terminal.line(COUNT.formatted(words(state), number(count))));
    terminal.line("Excluded, by reason:");
    report
        .path("excluded")
        .properties()
        .forEach(
            reason ->
                terminal.line(
                    COUNT.formatted(words(reason.getKey()), number(reason.getValue().asLong()))));
    terminal.line("Per sender:");
    report.path("perSender").forEach(this::printSender);
    terminal.line("The ledger:");
    terminal.line("  " + equation(ledger));
  }

  private void printSender(JsonNode sender) {
    List<String> states = new ArrayList<>();
    Ledger.of(sender)
        .states()
        .forEach((state, count) -> states.add(words(state) + " " + number(count)));
    terminal.line(
        "  %-16s %10s  %s"
            .formatted(
                sender.path("memberUserid").asText(),
                number(sender.path("targeted").asLong()),
                String.join(", ", states)));
  }

  /** {@code 15,908 targeted = 322 excluded + 15,400 sent + ...} */
  private static String equation(Ledger ledger) {
    List<String> terms = new ArrayList<>();
    ledger.states().forEach((state, count) -> terms.add(number(count) + " " + words(state)));
    String relation = ledger.targeted() == ledger.sum() ? " = " : " ≠ ";
    return number(ledger.targeted()) + " targeted" + relation + String.join(" + ", terms);
  }

  static String words(String state) {
    return state.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
