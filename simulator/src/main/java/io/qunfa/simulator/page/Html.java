package io.qunfa.simulator.page;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.springframework.web.util.HtmlUtils;

/**
 * Builds the page: headings and tables in the reader's language, every value escaped. Not
 * thread-safe.
 */
final class Html {
  private final UnaryOperator<String> messages;
  private final StringBuilder page = new StringBuilder(8_192);

  Html(UnaryOperator<String> messages) {
    this.messages = messages;
  }

  void open(Locale locale, String time) {
    page.append(
        """
      <!doctype html>
      <html lang="%s">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="2">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
      h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
      table { border-collapse: collapse; width: 100%%; }
      th, td { border-bottom: 1px solid #8884; padding: .3rem .6rem; text-align: start; }
      th { font-weight: 600; }
      td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <h1>%s</h1>
      <p>%s %s</p>
      """
            .formatted(
                escaped(locale.toLanguageTag()),
                escaped(text("title")),
                escaped(text("title")),
                escaped(text("asOf")),
                escaped(time)));
  }

  void table(String heading, String... columns) {
    page.append("<h2>").append(escaped(text(heading))).append("</h2>\n<table>\n<tr>");
    for (String column : columns) {
      page.append("<th scope=\"col\">").append(escaped(text(column))).append("</th>");
    }
    page.append("</tr>\n");
  }

  void row(Object... values) {
    page.append("<tr>");
    for (Object value : values) {
      page.append("<td>").append(escaped(String.valueOf(value))).append("</td>");
    }
    page.append("</tr>\n");
  }

  void end() {
    page.append("</table>\n");
  }

  String close() {
    return page.append("</body>\n</html>\n").toString();
  }

  /** The message in the reader's language. */
  String text(String key) {
    return messages.apply(key);
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
