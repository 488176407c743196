package io.tradewind.operator;

import io.tradewind.client.TradewindProblem;
import jakarta.ws.rs.ProcessingException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints any failure as one line that says what to do. */
final class Complaints {

  private static final int NOT_DONE = 1;
  private static final int NOT_UNDERSTOOD = 2;

  private Complaints() {}

  static int misunderstood(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .println(
            oneLine(wrong.getMessage())
                + "; see: "
                + command.getCommandSpec().qualifiedName()
                + " --help");
    return NOT_UNDERSTOOD;
  }

  static int failed(Exception failure, CommandLine command, ParseResult arguments) {
    command.getErr().println(oneLine(lineFor(failure)));
    return NOT_DONE;
  }

  private static String lineFor(Exception failure) {
    if (failure instanceof TradewindProblem problem) {
      return lineFor(problem);
    }
    if (failure instanceof ProcessingException) {
      return "The platform does not answer ("
          + failure.getMessage()
          + "): check that it is up and that --url or TRADEWIND_URL is its address.";
    }
    return failure instanceof Complaint ? failure.getMessage() : "Not done: " + failure;
  }

  private static String lineFor(TradewindProblem problem) {
    String said = problem.detail().orElse(problem.title());
    return switch (problem.status()) {
      case 401 -> "Not signed in (" + said + "): check TRADEWIND_USER and TRADEWIND_PASSWORD.";
      case 403 -> "Not allowed: ask an admin for the role operator.";
      case 404 -> "Not found (" + said + "): it may have been repaired meanwhile; list again.";
      case 409 -> "Not possible now (" + problem.slug() + "): " + said + ".";
      case 429, 503 -> "Not now (" + said + "): try again in a moment.";
      default -> problem.status() + " " + problem.slug() + ": " + said + violations(problem) + ".";
    };
  }

  private static String violations(TradewindProblem problem) {
    return problem.members().get("violations") instanceof List<?> all && all.size() > 1
        ? " " + all
        : "";
  }

  private static String oneLine(String text) {
    return Printable.of(text.replaceAll("\\s*\\R\\s*", " "));
  }
}
