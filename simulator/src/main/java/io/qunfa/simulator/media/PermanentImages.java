package io.qunfa.simulator.media;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.wecom.WecomError;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The addresses of permanent images, 1,000 new ones a day and 3,000 a month for each corp.
 * Thread-safe.
 */
@Component
public class PermanentImages {
  private static final ZoneId WECOM = ZoneId.of("Asia/Shanghai");
  private static final int PER_DAY = 1_000;
  private static final int PER_MONTH = 3_000;

  private final Clock clock;
  private final Map<String, Set<String>> urls = new HashMap<>();
  private final Map<String, Used> used = new HashMap<>();

  PermanentImages(Clock clock) {
    this.clock = clock;
  }

  /** The image's address; 45009 if the corp uploaded as many as it may. */
  synchronized String add(Corp corp, String sha256) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), WECOM);
    Used next = used.getOrDefault(corp.id(), new Used(today, 0, 0)).oneMore(today);
    if (next.inDay() > PER_DAY || next.inMonth() > PER_MONTH) {
      throw new WecomError(45009);
    }
    used.put(corp.id(), next);
    String url = "https://wework.qpic.cn/wwpic/" + sha256 + "/0";
    urls.computeIfAbsent(corp.id(), id -> new HashSet<>()).add(url);
    return url;
  }

  /** True if the corp got the address from an upload. */
  public synchronized boolean knows(Corp corp, String url) {
    return urls.getOrDefault(corp.id(), Set.of()).contains(url);
  }

  public synchronized void reset() {
    urls.clear();
    used.clear();
  }

  private record Used(LocalDate day, int inDay, int inMonth) {
    Used oneMore(LocalDate today) {
      boolean sameMonth = YearMonth.from(day).equals(YearMonth.from(today));
      return new Used(today, day.equals(today) ? inDay + 1 : 1, sameMonth ? inMonth + 1 : 1);
    }
  }
}
