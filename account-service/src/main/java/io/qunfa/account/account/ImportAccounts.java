package io.qunfa.account.account;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.qunfa.account.account.ImportAccounts.Result.Rejection;
import io.qunfa.account.pool.AccountStatus;
import io.qunfa.account.pool.Cause;
import io.qunfa.account.pool.Move;
import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stores the accounts of a file as it is read, some lines at a time. A line that is not right is
 * rejected by itself. Importing the same file again changes nothing.
 */
@Component
class ImportAccounts {
  /** What the decoder puts in the place of bytes that are not UTF-8. */
  private static final char NOT_TEXT = '\uFFFD';

  private final CheckAccounts check;
  private final SaveAccounts save;
  private final AccountSettings settings;

  ImportAccounts(CheckAccounts check, SaveAccounts save, AccountSettings settings) {
    this.check = check;
    this.save = save;
    this.settings = settings;
  }

  Result read(TenantId tenant, CorpId corp, InputStream source, String actor) throws IOException {
    Tally tally = new Tally(settings.maxRejections());
    Move.Why why = new Move.Why(Cause.PERSON, actor, "the account was imported");
    CheckAccounts.Scope scope = check.scope(tenant);
    try (AccountCsv file = AccountCsv.open(source)) {
      for (List<CsvRecord> lines = file.next(settings.csvBatch());
          !lines.isEmpty();
          lines = file.next(settings.csvBatch())) {
        List<CheckedAccount> accounts = fit(lines, corp, scope, tally);
        if (!accounts.isEmpty()) {
          save.save(tenant, accounts, AccountStatus.ACTIVE, why);
        }
      }
      return tally.result(file.isBroken());
    }
  }

  /** Of two lines about one account the later one holds; its empty cells leave the earlier's. */
  private List<CheckedAccount> fit(
      List<CsvRecord> lines, CorpId corp, CheckAccounts.Scope scope, Tally tally) {
    Map<CheckedAccount.Identity, CheckedAccount> fit = new LinkedHashMap<>();
    for (CsvRecord line : lines) {
      tally.rows++;
      tally.lastLine = line.getStartingLineNumber();
      Findings findings = new Findings();
      Optional<CheckedAccount> account = checked(line, corp, scope, findings);
      if (account.isPresent()) {
        tally.stored++;
        fit.merge(
            account.get().identity(), account.get(), (earlier, later) -> later.after(earlier));
      } else {
        tally.reject(line.getStartingLineNumber(), findings.sentence());
      }
    }
    return List.copyOf(fit.values());
  }

  private Optional<CheckedAccount> checked(
      CsvRecord line, CorpId corp, CheckAccounts.Scope scope, Findings findings) {
    if (line.getFieldCount() != AccountCsv.COLUMNS.size()) {
      findings.add(
          "",
          "the line has "
              + line.getFieldCount()
              + " fields instead of "
              + AccountCsv.COLUMNS.size());
      return Optional.empty();
    }
    if (line.getFields().stream().anyMatch(field -> field.indexOf(NOT_TEXT) >= 0)) {
      findings.add("", "the line is not UTF-8 text");
      return Optional.empty();
    }
    NewAccount account =
        new NewAccount(
            corp.value(),
            given(line, 0),
            given(line, 1),
            given(line, 2),
            number(line, 3, findings),
            tags(given(line, 5)),
            number(line, 4, findings),
            warmUp(given(line, 6), findings));
    int before = findings.count();
    Optional<CheckedAccount> checked = check.check(account, scope, findings, "");
    return before == 0 ? checked : Optional.empty();
  }

  private static @Nullable String given(CsvRecord line, int column) {
    String text = line.getField(column).strip();
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Integer number(CsvRecord line, int column, Findings findings) {
    String text = given(line, column);
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException foreign) {
      findings.add("/" + AccountCsv.COLUMNS.get(column), "must be a number, got \"" + text + "\"");
      return null;
    }
  }

  private static @Nullable List<@Nullable String> tags(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.equals(AccountCsv.NONE)) {
      return List.of();
    }
    List<@Nullable String> named =
        Arrays.stream(text.split("\\|", -1))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .<@Nullable String>map(tag -> tag)
            .toList();
    return named.isEmpty() ? null : named;
  }

  private static @Nullable List<WarmUpPlan.@Nullable Stage> warmUp(
      @Nullable String text, Findings findings) {
    if (text == null) {
      return null;
    }
    if (text.equals(AccountCsv.NONE)) {
      return List.of();
    }
    try {
      return new ArrayList<>(WarmUpPlan.parse(text).stages());
    } catch (IllegalArgumentException unfit) {
      findings.add("/warm_up", String.valueOf(unfit.getMessage()));
      return null;
    }
  }

  private static final class Tally {
    private final int mostListed;
    private final List<Rejection> rejections = new ArrayList<>();
    private long rows;
    private long stored;
    private long rejected;
    private long lastLine;

    private Tally(int mostListed) {
      this.mostListed = mostListed;
    }

    private void reject(long line, String reason) {
      rejected++;
      if (rejections.size() < mostListed) {
        rejections.add(new Rejection(line, reason));
      }
    }

    private Result result(boolean broken) {
      if (broken) {
        reject(
            lastLine,
            "after the record of this line the file is no longer CSV, usually because of a quote"
                + " that is neither closed nor doubled; nothing after it was read");
      }
      return new Result(rows, stored, rejected, rejections);
    }
  }

  /**
   * @param stored lines whose account is stored now, new or changed
   */
  record Result(long rows, long stored, long rejected, List<Rejection> rejections) {
    Result {
      rejections = List.copyOf(rejections);
    }

    /**
     * @param line where the record starts
     */
    record Rejection(long line, String reason) {}
  }
}
