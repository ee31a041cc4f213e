package io.qunfa.problem;

import java.util.List;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ProblemDetail;

/** Builds the bodies, so that controllers, filters and the security entry point answer alike. */
public final class ProblemDetails {
  private final MessageSource titles;

  ProblemDetails(MessageSource titles) {
    this.titles = titles;
  }

  public ProblemDetail of(ProblemCode code, String detail) {
    return of(code, detail, List.of());
  }

  /** The title is in the caller's language, the detail in English with the facts of this case. */
  public ProblemDetail of(ProblemCode code, String detail, List<FieldProblem> errors) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(code.status(), detail);
    body.setType(code.type());
    body.setTitle(titles.getMessage(code.titleKey(), null, LocaleContextHolder.getLocale()));
    body.setProperty("code", code.text());
    if (!errors.isEmpty()) {
      body.setProperty("errors", errors);
    }
    return body;
  }
}
