package io.qunfa.problem;

import java.util.List;
import java.util.function.Function;

/**
 * A failure that the caller can understand and act on. One advice turns it into a problem detail.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final transient List<FieldProblem> errors;

  public Problem(ProblemCode code, String detail) {
    this(code, detail, List.of());
  }

  public Problem(ProblemCode code, String detail, List<FieldProblem> errors) {
    super(detail);
    this.code = code;
    this.errors = List.copyOf(errors);
  }

  public Problem(ProblemCode code, String detail, Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.errors = List.of();
  }

  public static Problem notFound(String what, Object id) {
    return new Problem(ProblemCode.NOT_FOUND, "There is no " + what + " " + id + ".");
  }

  public static Problem invalid(String pointer, String detail) {
    return new Problem(
        ProblemCode.INVALID_REQUEST, detail, List.of(new FieldProblem(pointer, detail)));
  }

  /**
   * What a caller's text means as a value of ours; an {@link IllegalArgumentException} of the value
   * type, whose message is written for callers, becomes the caller's problem. For text that neither
   * Jackson nor Spring has converted.
   */
  public static <T> T reading(String parameter, String text, Function<String, T> valueType) {
    try {
      return valueType.apply(text);
    } catch (IllegalArgumentException unacceptable) {
      throw invalid(parameter, String.valueOf(unacceptable.getMessage()));
    }
  }

  public ProblemCode code() {
    return code;
  }

  public List<FieldProblem> errors() {
    return errors;
  }
}
