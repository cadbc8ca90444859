package dev.sparrow.array;

import dev.sparrow.buffer.View;
import java.util.Iterator;

/** Writes arrays as HTML: tables for up to two axes, the text of {@link ArrayPrinter} for more. */
final class HtmlPrinter {
  private static final String OPEN = "<div class=\"sparrow-array\">";

  private HtmlPrinter() {}

  static String html(ConcreteArray array) {
    String caption = "<div><code>" + array.summary() + "</code></div>";
    if (array.isDeleted() || array.dtype() == DType.KEY || array.rank() > 2 || array.size() == 0) {
      return OPEN + "<pre>" + escaped(array.toString()) + "</pre></div>";
    }
    return OPEN + array.read(HtmlPrinter::table) + caption + "</div>";
  }

  private static String table(View view) {
    ArrayPrinter shown = new ArrayPrinter(view);
    Iterator<String> cells = shown.formatted().iterator();
    StringBuilder html = new StringBuilder("<table>");
    if (view.shape().rank() < 2) {
      long[] columns = view.shape().rank() == 0 ? new long[1] : shown.shownAlong(0);
      row(columns, cells, html);
    } else {
      long[] columns = shown.shownAlong(1);
      for (long row : shown.shownAlong(0)) {
        if (row < 0) {
          dots(columns.length, html);
        } else {
          row(columns, cells, html);
        }
      }
    }
    return html.append("</table>").toString();
  }

  private static void row(long[] columns, Iterator<String> cells, StringBuilder html) {
    html.append("<tr>");
    for (long column : columns) {
      html.append("<td style=\"text-align:right\">")
          .append(column < 0 ? "&hellip;" : cells.next().strip())
          .append("</td>");
    }
    html.append("</tr>");
  }

  private static void dots(int columns, StringBuilder html) {
    html.append("<tr>");
    for (int i = 0; i < columns; i++) {
      html.append("<td style=\"text-align:right\">&hellip;</td>");
    }
    html.append("</tr>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
