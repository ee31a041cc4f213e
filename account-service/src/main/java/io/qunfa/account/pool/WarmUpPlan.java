package io.qunfa.account.pool;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a new account grows into its quota: stage by stage a larger part of it, and all of it when
 * the last stage is over. As text {@code 5:2 20:2 50:3}, percent and days.
 */
public record WarmUpPlan(List<Stage> stages) {
  public static final int MAX_STAGES = 10;
  private static final int MAX_DAYS = 90;
  private static final int WHOLE = 100;

  /**
   * @throws IllegalArgumentException with a sentence for the person who made the plan
   */
  public WarmUpPlan {
    stages = List.copyOf(stages);
    if (stages.isEmpty() || stages.size() > MAX_STAGES) {
      throw new IllegalArgumentException(
          "must have 1 to " + MAX_STAGES + " stages, got " + stages.size());
    }
    int before = 0;
    for (Stage stage : stages) {
      if (stage.percent() <= before || stage.percent() >= WHOLE) {
        throw new IllegalArgumentException(
            "must grow from stage to stage, each 1 to 99 percent: after "
                + before
                + " comes "
                + stage.percent());
      }
      if (stage.days() < 1 || stage.days() > MAX_DAYS) {
        throw new IllegalArgumentException(
            "must have stages of 1 to " + MAX_DAYS + " days, got " + stage.days());
      }
      before = stage.percent();
    }
  }

  public record Stage(int percent, int days) {}

  /**
   * @throws IllegalArgumentException with a sentence for the person who wrote it
   */
  public static WarmUpPlan parse(String text) {
    List<Stage> stages = new ArrayList<>();
    for (String part : text.strip().split("\\s+", -1)) {
      String[] numbers = part.split(":", -1);
      try {
        if (numbers.length != 2) {
          throw new NumberFormatException(part);
        }
        stages.add(new Stage(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
      } catch (NumberFormatException foreign) {
        throw new IllegalArgumentException(
            "must be stages of percent:days like \"5:2 20:2 50:3\", got \"" + part + "\"", foreign);
      }
    }
    return new WarmUpPlan(stages);
  }

  public String text() {
    return stages.stream()
        .map(stage -> stage.percent() + ":" + stage.days())
        .collect(Collectors.joining(" "));
  }

  /** The first day with the whole quota. */
  public LocalDate endsOn(LocalDate from) {
    return from.plusDays(stages.stream().mapToInt(Stage::days).sum());
  }

  int percentOn(LocalDate from, LocalDate day) {
    long passed = ChronoUnit.DAYS.between(from, day);
    for (Stage stage : stages) {
      if (passed < stage.days()) {
        return stage.percent();
      }
      passed -= stage.days();
    }
    return WHOLE;
  }

  /** At least one recipient: nobody warms up by sending nothing. */
  static int quotaOn(
      int dailyQuota, @Nullable WarmUpPlan plan, @Nullable LocalDate from, LocalDate day) {
    if (plan == null || from == null) {
      return dailyQuota;
    }
    return (int) Math.max(1, (long) dailyQuota * plan.percentOn(from, day) / WHOLE);
  }
}
